import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { PartSource } from '../../src/core/engine.ts'
import type { Machine } from '../../src/core/machine.ts'
import { explainExhausted } from '../../src/drill/explain-exhausted.ts'
import { load } from '../../src/engines/redis/load.ts'
import { reconcile, type Side } from '../../src/reconcile/reconcile.ts'
import { testContext, engineContext } from '../support/context.ts'
import { startRedis } from '../support/servers/redis.ts'
import { mountSmall } from '../support/stores/small-mount.ts'

/** It has room: what is full is the disk of whoever drills. */
const SANDBOX = {
  ranOutOfMemory: async () => false,
  serverExit: async () => undefined,
  freeBytes: async () => 2 ** 30,
} as unknown as Machine

const HERE = { code: 'disk-full', fix: expect.stringContaining('TMPDIR') as string }

async function* many(): AsyncGenerator<string> {
  for (let key = 0; key < 700_000; key += 1) yield `key ${key}`
}

const side = (): Side => ({ keys: many(), explain: (error) => explainExhausted(SANDBOX, error) })

test('keys of a reconciliation that find no room: the disk here is told, not that of the sandbox', async () => {
  await using small = await mountSmall(1)
  const { signal } = new AbortController()
  await expect(
    reconcile({ truth: side(), derived: side(), workDir: small.path, signal }),
  ).rejects.toMatchObject(HERE)
})

const content = (): Readable => Readable.from([Buffer.alloc(3_000_000)])

test('a dump that finds no room on its way into a running server: the disk here is told', async () => {
  await using context = await testContext()
  await using small = await mountSmall(1)
  await using server = await startRedis()
  const { host, port } = server
  const parts: PartSource = {
    names: ['dump.rdb'],
    requirements: {},
    open: async () => content(),
    pour: async (_, output) => void content().pipe(output),
  }
  const loading = load(
    { kind: 'server', connection: { host, port }, tools: undefined as never },
    { parts, purpose: 'destination', parallel: 1 },
    engineContext({ ...context, workDir: small.path }),
  )
  await expect(loading).rejects.toMatchObject(HERE)
})
