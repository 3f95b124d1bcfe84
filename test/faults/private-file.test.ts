import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { writePrivateFile } from '../../src/runtime/local-tools.ts'
import { decompressInto } from '../../src/runtime/zstd.ts'
import { testContext } from '../support/context.ts'
import { mountSmall } from '../support/stores/small-mount.ts'

const CONTENT = Buffer.concat([randomBytes(1_000_000), Buffer.alloc(3_000_000, 'rows ')])

test.each([
  ['zstd', undefined],
  ['Node', '/nowhere'],
])('a disk that is full while %s decompresses says nothing about the backup', async (_, PATH) => {
  await using context = await testContext()
  await using small = await mountSmall(2)
  const programEnvironment = PATH === undefined ? context.programEnvironment : { PATH }
  const filled = writePrivateFile(join(small.path, 'file'), (output) =>
    decompressInto(Readable.from([zstdCompressSync(CONTENT)]), output, { ...context, programEnvironment }),
  )
  await expect(filled).rejects.toMatchObject({ code: 'disk-full', exitCode: 7 })
})
