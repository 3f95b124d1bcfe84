import { mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Machine } from '../../../../src/core/machine.ts'
import { load } from '../../../../src/engines/redis/load.ts'
import { shardDump } from '../../../../src/engines/redis/parts.ts'
import { writePrivateFile } from '../../../../src/runtime/local-tools.ts'
import { decompressInto } from '../../../../src/runtime/zstd.ts'
import { engineContext, testContext } from '../../../support/context.ts'

const WHOLE = zstdCompressSync(Buffer.alloc(1_000_000, 'a dump '))

test('a shard of a cluster that is cut fails the load, and leaves no file', async () => {
  await using held = await testContext()
  const context = engineContext(held)
  const home = await mkdtemp(join(held.workDir, 'machine-'))
  const machine = {
    home,
    run: async () => ({ stdout: '', stderr: '' }),
    writeFile: (name: string, content: Parameters<Machine['writeFile']>[1]) =>
      writePrivateFile(join(home, name), content),
  } as unknown as Machine
  const shards = new Map([
    [shardDump(1), WHOLE],
    [shardDump(2), WHOLE.subarray(0, -10)],
  ])
  const parts = {
    names: [...shards.keys()],
    requirements: {},
    open: () => Promise.reject(new Error('is poured')),
    pour: (name: string, output: Parameters<typeof decompressInto>[1]) =>
      decompressInto(Readable.from([shards.get(name) ?? '']), output, context),
  }
  const loading = load({ kind: 'host', machine }, { parts, purpose: 'sandbox', parallel: 1 }, context)
  await expect(loading).rejects.toMatchObject({ code: 'part-malformed', exitCode: 4 })
  expect(await readdir(held.workDir)).not.toContainEqual(expect.stringContaining('redis-shards'))
})
