import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { bytesOf, keysOf, textOf } from '../../support/stores/contents.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'

const MIB = 2 ** 20

test('a full file system: store-full, nothing left, and room again for smaller things', async () => {
  await using small = await mountSmall(8)
  const store = await openStore({ type: 'filesystem', path: join(small.path, 'store') }, { name: 'small' })
  await store.put('kept', Buffer.from('x'))
  const failing = [
    store.upload('too/large', bytesOf(20 * MIB).content),
    store.put('too/large-at-once', Buffer.alloc(10 * MIB)),
  ]
  for (const result of await Promise.allSettled(failing)) {
    expect(result).toMatchObject({ reason: { code: 'store-full', fix: expect.stringMatching(/Free space/) } })
  }
  expect(await readdir(join(small.path, 'store'), { recursive: true })).toEqual(['kept'])
  await store.upload('fits', bytesOf(4 * MIB).content)
  expect(await keysOf(store, '')).toEqual(['fits', 'kept'])
})

test('a file system mounted for reading: reads work, writes are refused with what to do', async () => {
  await using small = await mountSmall(8)
  const path = join(small.path, 'store')
  const store = await openStore({ type: 'filesystem', path }, { name: 'small' })
  await store.put('kept', Buffer.from('x'))
  await small.makeReadOnly()
  const refusal = { code: 'store-refused', fix: expect.stringMatching(/mounted for writing/) }
  await expect(store.put('new', Buffer.from('x'))).rejects.toMatchObject(refusal)
  await expect(store.upload('new/deep', bytesOf(10).content)).rejects.toMatchObject(refusal)
  await expect(store.remove('kept')).rejects.toMatchObject(refusal)
  await expect(store.now()).rejects.toMatchObject(refusal)
  expect(await textOf(store, 'kept')).toBe('x')
})

test('an object where a folder would have to be: refused, and the object stays', async () => {
  await using small = await mountSmall(8)
  const store = await openStore({ type: 'filesystem', path: join(small.path, 'store') }, { name: 'small' })
  await store.put('name', Buffer.from('x'))
  await expect(store.put('name/below', Buffer.from('x'))).rejects.toMatchObject({ code: 'store-refused' })
  expect(await store.head('name/below')).toBeUndefined()
  expect(await textOf(store, 'name')).toBe('x')
})
