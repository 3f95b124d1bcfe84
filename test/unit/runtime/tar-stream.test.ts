import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { tarStream, type TarFile } from '../../../src/runtime/tar-stream.ts'
import { unpackFiles } from '../../../src/runtime/unpack-files.ts'
import { testContext } from '../../support/context.ts'
import { runProgram } from '../../../src/runtime/program.ts'

const LONG = `data/${'long%2E'.repeat(20)}/${'x'.repeat(120)}/é.bin`
const FILES: ReadonlyMap<string, Buffer> = new Map([
  ['.backup', Buffer.from('<config/>')],
  ['empty', Buffer.alloc(0)],
  ['exactly/one/block', Buffer.alloc(512, 'a')],
  ['a block and one', Buffer.alloc(513, 'b')],
  [LONG, Buffer.from('long')],
])

async function* given(files: ReadonlyMap<string, Buffer>): AsyncGenerator<TarFile> {
  for (const [name, content] of files) {
    yield { name, bytes: content.length, content: async () => Readable.from([content]) }
  }
}

test('the stock program unpacks it: long names, names with dots and percent signs, files of every length', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-tar-'))
  await using context = await testContext()
  const run = (command: Parameters<typeof runProgram>[0]): ReturnType<typeof runProgram> =>
    runProgram(command, { signal: context.signal, environment: context.programEnvironment })
  await unpackFiles(given(FILES), join(folder, 'deep/er'), { run })
  const found = await readdir(join(folder, 'deep/er'), { recursive: true, withFileTypes: true })
  expect(found.filter((entry) => entry.isFile())).toHaveLength(FILES.size)
  for (const [name, content] of FILES) {
    expect(await readFile(join(folder, 'deep/er', name))).toEqual(content)
  }
  await rm(folder, { recursive: true })
})

test('what a file fails with is what unpacking fails with', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-tar-'))
  await using context = await testContext()
  const run = (command: Parameters<typeof runProgram>[0]): ReturnType<typeof runProgram> =>
    runProgram(command, { signal: context.signal, environment: context.programEnvironment })
  await expect(unpackFiles(broken(), folder, { run })).rejects.toThrow('altered')
  await rm(folder, { recursive: true })
})

test('a file that is shorter than said fails', async () => {
  await expect(tarStream(short()).toArray()).rejects.toThrow('short gave 3 bytes instead of 5')
})

async function* broken(): AsyncGenerator<TarFile> {
  yield* given(FILES)
  yield { name: 'bad', bytes: 5, content: () => Promise.reject(new Error('altered')) }
}

async function* short(): AsyncGenerator<TarFile> {
  yield { name: 'short', bytes: 5, content: async () => Readable.from([Buffer.from('abc')]) }
}
