import { mkdtempDisposable, open, readdir, rename, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/stores/filesystem/index.ts'

const MIB = 2 ** 20
const BLOCKS = 40

/** Writes over a byte of what is written already. */
async function overwrite(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.write(Buffer.from('x'), 0, 1, 5)
}

/** Puts another file of the same content's length in its place. */
async function replace(path: string): Promise<void> {
  await writeFile(`${path}.other`, Buffer.alloc(BLOCKS * MIB, 'b'))
  await rename(`${path}.other`, path)
}

test.each([
  ['overwritten', overwrite],
  ['cut', (path: string) => truncate(path, 10)],
  ['replaced', replace],
])('an unfinished file that is %s is refused, and nothing is left', async (_, change) => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'lifeboat-test-'))
  const path = join(folder.path, 'store')
  const store = await openStore({ type: 'filesystem', path }, { name: 'folder' })
  async function* content(): AsyncGenerator<Buffer> {
    for (let block = 0; block < BLOCKS; block += 1) {
      if (block === 2) await change(join(path, 'data', (await readdir(join(path, 'data')))[0] ?? ''))
      yield Buffer.alloc(MIB, 'a')
    }
  }
  const upload = store.upload('data/1', Readable.from(content(), { objectMode: false }))
  await expect(upload).rejects.toMatchObject({
    code: 'volume-altered',
    what: 'What was read back of data/1 differs from what was written',
  })
  expect(await readdir(folder.path, { recursive: true })).toEqual(['store'])
})
