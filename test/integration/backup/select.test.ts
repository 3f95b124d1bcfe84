import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { selectBackup } from '../../../src/backup/select.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'

const IDS = [
  '20240115T143000Z-aaaa',
  '20240116T020000Z-zzzz',
  '20240116T020000Z-bbbb',
  '20240117T020000Z-cccc',
]

let folder: string
let store: StoreAdmin

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifeboat-select-'))
  store = await openStore({ type: 'filesystem', path: folder }, { name: 'primary' })
  for (const id of IDS) {
    await store.put(KEYS.manifest('books', id), Buffer.from('{}'))
    // The second of the two that share a second must also be the later one by the store's clock.
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await store.put('manifests/books/notes.txt', Buffer.from('?'))
  await store.put('manifests/booklets/20250101T000000Z-dddd.json', Buffer.from('{}'))
})

afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const select = async (selector: string): Promise<string> =>
  (await selectBackup({ store }, 'books', selector)).id

test('the list holds the manifests of the target alone, oldest first, ties by the store', async () => {
  const entries = await listBackups(store, 'books')
  expect(entries.map(({ id }) => id)).toEqual(IDS)
  expect(entries[0]).toMatchObject({
    target: 'books',
    at: new Date('2024-01-15T14:30:00Z'),
    manifestKey: 'manifests/books/20240115T143000Z-aaaa.json',
    manifestBytes: 2,
  })
})

describe('selects', () => {
  test.each([
    ['latest', '20240117T020000Z-cccc'],
    ['20240115T143000Z-aaaa', '20240115T143000Z-aaaa'],
    ['manifests/books/20240115T143000Z-aaaa.json', '20240115T143000Z-aaaa'],
    ['s3://bucket/lifeboat/manifests/books/20240115T143000Z-aaaa.json', '20240115T143000Z-aaaa'],
    ['2024-01-15-14-30-00', '20240115T143000Z-aaaa'],
    ['2024-01-16-01-59-59', '20240115T143000Z-aaaa'],
    ['2024-01-16-02-00-00', '20240116T020000Z-bbbb'],
    ['2024-01-16T02:00:00Z', '20240116T020000Z-bbbb'],
    ['2024-01-16T03:00:00+02:00', '20240115T143000Z-aaaa'],
    ['2024-01-16T03:00:00+01:00', '20240116T020000Z-bbbb'],
    ['2024-01-15T14:30:00.5Z', '20240115T143000Z-aaaa'],
    ['2030-01-01T00:00:00Z', '20240117T020000Z-cccc'],
  ])('%s', async (selector, id) => {
    expect(await select(selector)).toBe(id)
  })
})

describe('refuses, and names the nearest', () => {
  test.each([
    ['20240116T030000Z-xxxx', '20240116T020000Z-bbbb'],
    ['20200101T000000Z-xxxx', '20240115T143000Z-aaaa'],
    ['manifests/books/20240118T000000Z-xxxx.json', '20240117T020000Z-cccc'],
    ['2024-01-15-14-29-59', '20240115T143000Z-aaaa'],
  ])('%s', async (selector, nearest) => {
    await expect(select(selector)).rejects.toMatchObject({
      code: 'backup-unknown',
      why: expect.stringContaining(nearest) as unknown,
    })
  })
})

describe('does not understand', () => {
  test.each([
    'newest',
    '',
    '2024-02-31-00-00-00',
    '2024-01-15T14:30:00',
    '2024-01-15',
    'manifests/booklets/20250101T000000Z-dddd.json',
    'manifests/books/../booklets/20250101T000000Z-dddd.json',
  ])('%s', async (selector) => {
    await expect(select(selector)).rejects.toMatchObject({
      code: 'backup-unknown',
      what: `${selector} names no backup of books`,
    })
  })
})

test('a target without backups says how to take one', async () => {
  await expect(selectBackup({ store }, 'empty', 'latest')).rejects.toMatchObject({
    code: 'backup-unknown',
    fix: 'take one: lifeboat backup empty',
  })
})
