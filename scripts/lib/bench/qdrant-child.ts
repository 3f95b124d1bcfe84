import { createWriteStream } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import process from 'node:process'
import { openClient } from '../../../src/engines/qdrant/client.ts'
import { digestCollection } from '../../../src/engines/qdrant/points/digest-collection.ts'
import { openSnapshot } from '../../../src/engines/qdrant/snapshots/download.ts'
import { takeSnapshot } from '../../../src/engines/qdrant/snapshots/take-snapshot.ts'
import { createContext } from '../../../src/runtime/context.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { keepHeapSmall } from '../../../src/runtime/small-heap.ts'

// As in src/cli/main.ts.
keepHeapSmall()

/** One piece of a capture of the collection `bench`: `scroll` digests its points, `fetch FILE` gets its snapshot. Prints milliseconds. */
const [piece = '', file = ''] = process.argv.slice(2)
const connection = { host: '127.0.0.1', port: Number(process.env['BENCH_PORT']) }
await using context = await createContext({
  environment: process.env,
  reporter: { report: () => undefined },
  signal: new AbortController().signal,
})
await using client = await openClient(connection, context)

async function fetchSnapshot(): Promise<number> {
  const subject = { collection: 'bench', server: 'bench' }
  await using snapshot = await takeSnapshot(client, subject, engineContext(context))
  const began = performance.now()
  await pipeline(await openSnapshot(snapshot), createWriteStream(file))
  return performance.now() - began
}

async function scroll(): Promise<number> {
  const began = performance.now()
  await digestCollection(client, { collection: 'bench', seed: 'bench' })
  return performance.now() - began
}

console.log(piece === 'scroll' ? await scroll() : await fetchSnapshot())
