import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Secret } from '../../../src/core/secret.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { reconcile, type Side } from '../../../src/reconcile/reconcile.ts'
import { createContext } from '../../../src/runtime/context.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { keepHeapSmall } from '../../../src/runtime/small-heap.ts'

// As in src/cli/main.ts.
keepHeapSmall()

/** Reconciles two questions to the PostgreSQL of `BENCH_URL`; prints the counts. */
const [truth = '', derived = ''] = process.argv.slice(2)
const url = new Secret(process.env['BENCH_URL'] ?? '')
const connection = await engine.connect({ url: { env: 'BENCH_URL' } }, async () => url)
await using context = await createContext({
  environment: process.env,
  reporter: { report: () => undefined },
  signal: new AbortController().signal,
})
const side = (question: string): Side => ({
  keys: engine.keys(connection, question, engineContext(context)),
  explain: async (error) => error,
})
const workDir = await mkdtemp(join(tmpdir(), 'bench-reconcile-'))
try {
  const { signal } = context
  const found = await reconcile({ truth: side(truth), derived: side(derived), workDir, signal })
  console.log(JSON.stringify(found))
} finally {
  await rm(workDir, { recursive: true, force: true })
}
