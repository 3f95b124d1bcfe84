import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { writePrivateFile } from '../../src/runtime/local-tools.ts'
import { decompressInto } from '../../src/runtime/zstd.ts'
import { containerMachine } from '../../src/runtime/container-machine.ts'
import { testContext } from '../support/context.ts'
import { testImage } from '../support/servers/image.ts'
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

test('a file of a container whose content fails before it has begun is told as that', async () => {
  await using context = await testContext()
  await using machine = await containerMachine({ image: testImage('postgres-16'), user: 'postgres', context })
  const filled = machine.writeFile('file', () => Promise.reject(new Error('no key')))
  await expect(filled).rejects.toThrow('no key')
  expect((await machine.run({ program: 'ls', args: ['-A', machine.home] })).stdout).not.toContain('file')
})
