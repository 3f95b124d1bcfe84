import { createHash, randomBytes } from 'node:crypto'
import { mkdtempDisposable, open, readFile, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CheckedFile } from '../../../src/stores/filesystem/checked-file.ts'

const altered = {
  code: 'volume-altered',
  what: 'What was read back of data/1 differs from what was written',
}

async function checked(path: string, readPath = path) {
  const file = await open(path, 'wx', 0o600)
  return { file, checked: await CheckedFile.open({ key: 'data/1', path: readPath, file }) }
}

test('blocks of any size are one file, and the sum of what was read back', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-test-'))
  const path = join(folder.path, 'a')
  const blocks = [randomBytes(70_000), Buffer.alloc(0), randomBytes(1_500_000), randomBytes(3)]
  const made = await checked(path)
  await using _file = made.file
  await using file = made.checked
  for (const block of blocks) await file.append(block)
  const content = Buffer.concat(blocks)
  expect(await file.end()).toEqual({
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  })
  expect((await readFile(path)).equals(content)).toBe(true)
})

test('a file system that gives back another byte, or fewer, is told at the block', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-test-'))
  const block = randomBytes(200_000)
  const other = Buffer.from(block)
  other[199_999] = (other[199_999] ?? 0) ^ 1
  for (const [name, given] of [['flipped', other] as const, ['cut', block.subarray(0, -1)] as const]) {
    await writeFile(join(folder.path, name), given)
    const made = await checked(join(folder.path, `${name}.written`), join(folder.path, name))
    await using _file = made.file
    await using file = made.checked
    await expect(file.append(block)).rejects.toMatchObject(altered)
  }
})

test('a file that is cut after it was read back is told at the end', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-test-'))
  const path = join(folder.path, 'a')
  const made = await checked(path)
  await using _file = made.file
  await using file = made.checked
  await file.append(randomBytes(1000))
  await truncate(path, 10)
  await expect(file.end()).rejects.toMatchObject(altered)
})
