import { mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareKeys } from '../../../src/stores/key.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { withRetries } from '../../../src/stores/wrap/with-retries.ts'
import { keysOf } from '../../support/stores/contents.ts'
import { describeStore, type StoreUnderTest } from './store-contract.ts'

async function open(): Promise<StoreUnderTest & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-store-'))
  return {
    folder,
    store: await openStore({ type: 'filesystem', path: join(folder, 'store') }, { name: 'folder' }),
    everything: async () => {
      const found: string[] = await readdir(join(folder, 'store'), { recursive: true }).catch(() => [])
      return found.toSorted(compareKeys)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

describeStore('filesystem', open)
describeStore('filesystem with retries', async () => {
  const under = await open()
  return { ...under, store: withRetries(under.store) }
})

test('files and folders are for their owner only', async () => {
  await using under = await open()
  await under.store.put('a/b/c', Buffer.from('x'))
  const modes = await Promise.all(
    ['', 'a', 'a/b', 'a/b/c'].map(
      async (path) => (await stat(join(under.folder, 'store', path))).mode & 0o777,
    ),
  )
  expect(modes).toEqual([0o700, 0o700, 0o700, 0o600])
})

test('a folder for a server is opened to its group once, and then left as it is: it may lie on a disk that is only read', async () => {
  await using under = await open()
  const look = async () => stat(join(under.folder, 'store', 'data/1.tree'))
  await under.store.address?.('data/1.tree/')
  const first = await look()
  expect(first.mode & 0o777).toBe(0o770)
  await under.store.address?.('data/1.tree/')
  expect((await look()).ctimeMs).toBe(first.ctimeMs)
})

test('symbolic links lead nowhere', async () => {
  await using under = await open()
  await under.store.put('a/b', Buffer.from('x'))
  const outside = join(under.folder, 'outside')
  await writeFile(outside, 'secret')
  await symlink(outside, join(under.folder, 'store', 'link'))
  await symlink(under.folder, join(under.folder, 'store', 'folder'))
  expect(await keysOf(under.store, '')).toEqual(['a/b'])
  await expect(under.store.read('link')).rejects.toMatchObject({ code: 'store-refused' })
  await expect(under.store.read('folder/outside')).rejects.toMatchObject({ code: 'store-refused' })
  await expect(under.store.put('folder/new', Buffer.from('x'))).rejects.toMatchObject({
    code: 'store-refused',
  })
  await expect(keysOf(under.store, 'folder/')).rejects.toMatchObject({ code: 'store-refused' })
})
