import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { PartSource } from '../../../../src/core/engine.ts'
import { parse } from '../../../../src/engines/qdrant/parse.ts'
import { TarWalker } from '../../../../src/engines/qdrant/snapshots/tar-walker.ts'
import { partsOf } from '../../../support/kept-parts.ts'
import { readSnapshot } from '../../../support/servers/qdrant/recordings.ts'

function walk(
  bytes: Buffer,
  chunk = 65_536,
): { readonly members: number; readonly broken: string | undefined } {
  const walker = new TarWalker()
  for (let at = 0; at < bytes.length; at += chunk) walker.add(bytes.subarray(at, at + chunk))
  return { broken: walker.end(), members: walker.members }
}

it.each([
  ['one-point', 10],
  ['indexed', 16],
] as const)('follows the archive of a real snapshot to its end: %s', async (name, members) => {
  const bytes = await readSnapshot(name)
  expect(walk(bytes)).toEqual({ broken: undefined, members })
  expect(walk(bytes, 777)).toEqual({ broken: undefined, members })
})

it('notices an archive that is cut or damaged anywhere in its headers', async () => {
  const bytes = await readSnapshot('one-point')
  for (const length of [0, 100, 512, 33_000, bytes.length - 1024, bytes.length - 1536]) {
    expect(walk(bytes.subarray(0, length)).broken).toBeDefined()
  }
  const damaged = Buffer.from(bytes)
  damaged[3] = (damaged[3] ?? 0) ^ 1
  expect(walk(damaged).broken).toMatch(/header/)
})

async function parts(snapshot: Buffer): Promise<PartSource> {
  const bytes = await readSnapshot('one-point')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const catalogue = {
    format: 'lifeboat-qdrant/1',
    version: '1.19.0',
    aliases: [],
    collections: [
      {
        name: 'c',
        config: '{}',
        payloadIndexes: '{}',
        snapshots: [{ part: '0001.snapshot', sha256, bytes: bytes.length }],
      },
    ],
  }
  return partsOf(
    new Map([
      ['collections.json', Buffer.from(JSON.stringify(catalogue))],
      ['0001.snapshot', snapshot],
    ]),
  )
}

const results = async (snapshot: Buffer) => (await parse(await parts(snapshot))).map(({ result }) => result)

it('passes a snapshot that is what the server made, and nothing else', async () => {
  const bytes = await readSnapshot('one-point')
  const flipped = Buffer.from(bytes)
  flipped[20_000] = (flipped[20_000] ?? 0) ^ 1
  expect(await results(bytes)).toEqual(['passed', 'passed'])
  expect(await results(flipped)).toEqual(['passed', 'failed'])
  expect(await results(bytes.subarray(0, bytes.length - 1))).toEqual(['passed', 'failed'])
})
