import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { putOnce } from '../../../src/backup/put-once.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { assertCreateOnly } from '../../../src/stores/assert-create-only.ts'
import { readOnly } from '../../../src/stores/wrap/read-only.ts'
import {
  brokenAfter,
  bytesOf,
  collect,
  digestOf,
  keysOf,
  stalledAfter,
  textOf,
} from '../../support/stores/contents.ts'

const MIB = 2 ** 20
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }

/** What a kind of store must give to be tested: an empty store and a way to end it. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly store: StoreAdmin
  /** What the store keeps at all, unfinished uploads included: a failed write must leave this as it was. */
  readonly everything: () => Promise<readonly string[]>
}

/** Every promise of `src/core/store.ts`, kept by every store. */
export function describeStore(kind: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store: ${kind}`, () => {
    let under: StoreUnderTest
    let store: StoreAdmin
    beforeAll(async () => {
      under = await open()
      store = under.store
    })
    afterAll(() => under[Symbol.asyncDispose]())

    test('gives back what was put, and a receipt with its digest', async () => {
      const receipt = await store.put('put/one', Buffer.from('hello'))
      expect(receipt).toMatchObject({ key: 'put/one', bytes: 5, sha256: sha256('hello') })
      expect(['sha256', 'read-back']).toContain(receipt.verifiedBy)
      expect(await textOf(store, 'put/one')).toBe('hello')
    })

    test('keeps an empty object', async () => {
      expect(await store.put('empty/put', Buffer.alloc(0))).toMatchObject({ bytes: 0, sha256: sha256('') })
      expect(await store.upload('empty/upload', Readable.from([]))).toMatchObject({
        bytes: 0,
        sha256: sha256(''),
      })
      expect(await textOf(store, 'empty/put')).toBe('')
      expect(await store.head('empty/upload')).toMatchObject({ key: 'empty/upload', bytes: 0 })
    })

    test('lets exactly one of 20 simultaneous puts win', async () => {
      const writers = Array.from({ length: 20 }, (_, index) =>
        store.put('race/put', Buffer.from(`writer ${index}`)),
      )
      const winner = await onlyWinner(writers)
      expect(await textOf(store, 'race/put')).toBe(`writer ${winner}`)
    })

    test('lets exactly one of 4 simultaneous large uploads win', async () => {
      const contents = Array.from({ length: 4 }, (_, index) => bytesOf(17 * MIB + index))
      const winner = await onlyWinner(contents.map(({ content }) => store.upload('race/upload', content)))
      expect(await digestOf(store, 'race/upload')).toBe(contents[winner]?.sha256)
      expect(await under.everything()).toContain('race/upload')
      expect((await under.everything()).filter((key) => key.includes('upload'))).toHaveLength(2)
    })

    test('never replaces: an upload onto a taken key fails and leaves the object as it was', async () => {
      await store.put('taken/key', Buffer.from('first'))
      await expect(store.upload('taken/key', bytesOf(20 * MIB).content)).rejects.toMatchObject({
        code: 'object-exists',
      })
      await expect(store.upload('taken/key', bytesOf(10).content)).rejects.toMatchObject({
        code: 'object-exists',
      })
      expect(await textOf(store, 'taken/key')).toBe('first')
    })

    test('putOnce takes the same bytes for its own and refuses others', async () => {
      const first = await putOnce(store, 'once/key', Buffer.from('mine'))
      const again = await putOnce(store, 'once/key', Buffer.from('mine'))
      expect(again).toEqual({ ...first, verifiedBy: 'read-back' })
      await expect(putOnce(store, 'once/key', Buffer.from('other'))).rejects.toMatchObject({
        code: 'object-exists',
      })
      expect(await textOf(store, 'once/key')).toBe('mine')
    })

    test('proves that it is create-only, and cleans up', async () => {
      await assertCreateOnly(store, random)
      expect(await keysOf(store, 'probes/')).toEqual([])
    })

    test('uploads 40 MiB unchanged', async () => {
      const { content, sha256: expected } = bytesOf(40 * MIB)
      const receipt = await store.upload('large/forty', content)
      expect(receipt).toMatchObject({ bytes: 40 * MIB, sha256: expected })
      expect(await digestOf(store, 'large/forty')).toBe(expected)
    })

    test('uploads exactly one part, and one byte more', async () => {
      for (const length of [8 * MIB, 8 * MIB + 1, 16 * MIB]) {
        const { content, sha256: expected } = bytesOf(length)
        await store.upload(`edges/${length}`, content)
        expect(await digestOf(store, `edges/${length}`)).toBe(expected)
      }
    })

    test('reads ranges, and nothing past the end', async () => {
      await store.put('range/key', Buffer.from('0123456789'))
      expect(await textOf(store, 'range/key', { start: 2, end: 5 })).toBe('234')
      expect(await textOf(store, 'range/key', { start: 0, end: 1 })).toBe('0')
      expect(await textOf(store, 'range/key', { start: 8, end: 99 })).toBe('89')
      expect(await textOf(store, 'range/key', { start: 10, end: 20 })).toBe('')
      expect(await textOf(store, 'range/key', { start: 3, end: 3 })).toBe('')
    })

    test('says absent for what is not there', async () => {
      expect(await store.head('absent/key')).toBeUndefined()
      await expect(store.read('absent/key')).rejects.toMatchObject({ code: 'object-absent', kind: 'absent' })
      await expect(store.read('absent/key', { start: 0, end: 0 })).rejects.toMatchObject({
        code: 'object-absent',
      })
      expect(await keysOf(store, 'absent/')).toEqual([])
    })

    test('removes, also twice', async () => {
      await store.put('remove/key', Buffer.from('x'))
      await store.remove('remove/key')
      await store.remove('remove/key')
      expect(await store.head('remove/key')).toBeUndefined()
      expect(await collect(store.listFolders(''))).not.toContain('remove')
    })

    test('lists 2,500 keys in the order of their bytes', async () => {
      const keys = Array.from({ length: 2500 }, (_, index) => manyKey(index))
      const limit = pLimit(32)
      await Promise.all(keys.map((key) => limit(() => store.put(key, Buffer.from('x')))))
      const listed = await keysOf(store, 'many/')
      expect(listed).toEqual(keys.toSorted())
      expect(await keysOf(store, 'many/a-')).toEqual(
        keys.filter((key) => key.startsWith('many/a-')).toSorted(),
      )
    })

    test('lists folders without what lies below them', async () => {
      for (const key of ['tree/a/1', 'tree/a/2', 'tree/b/c/d', 'tree/b-c/1', 'tree/file']) {
        await store.put(key, Buffer.from('x'))
      }
      expect(await collect(store.listFolders('tree/'))).toEqual(['a', 'b-c', 'b'])
      expect(await collect(store.listFolders('tree/b/'))).toEqual(['c'])
      expect(await collect(store.listFolders('nowhere/'))).toEqual([])
    })

    test('tells size and time of an object by its own clock', async () => {
      const before = await store.now()
      await store.put('time/key', Buffer.from('abc'))
      const [listed] = await collect(store.list('time/'))
      const after = await store.now()
      expect(listed).toMatchObject({ key: 'time/key', bytes: 3 })
      expect(await store.head('time/key')).toMatchObject({ bytes: 3 })
      expect(Math.floor((listed?.modifiedAt.getTime() ?? 0) / 1000)).toBeGreaterThanOrEqual(seconds(before))
      expect(Math.floor((listed?.modifiedAt.getTime() ?? 0) / 1000)).toBeLessThanOrEqual(seconds(after))
    })

    test.each([10, 40 * MIB])(
      'an upload whose source fails after %i bytes leaves nothing',
      async (length) => {
        const before = await under.everything()
        const failure = new LifeboatError({ code: 'capture-failed', what: 'the dump failed' })
        await expect(store.upload('failed/source', brokenAfter(length, failure))).rejects.toBe(failure)
        expect(await under.everything()).toEqual(before)
      },
    )

    test('a source that failed before the upload began leaves nothing', async () => {
      const source = new Readable({ read: () => undefined })
      const failing = store.upload('failed/early', source)
      source.destroy(new Error('too early'))
      await expect(failing).rejects.toThrow('too early')
      expect(await store.head('failed/early')).toBeUndefined()
    })

    test.each([0, 40 * MIB])('an upload aborted after %i bytes leaves nothing', async (length) => {
      const before = await under.everything()
      const abort = new AbortController()
      const source = stalledAfter(length)
      const upload = store.upload('aborted/key', source, abort.signal)
      setTimeout(() => abort.abort(), 300)
      await expect(upload).rejects.toMatchObject({ code: 'cancelled' })
      expect(source.destroyed).toBe(true)
      expect(await under.everything()).toEqual(before)
    })

    test('an upload aborted before it began leaves nothing', async () => {
      const before = await under.everything()
      await expect(
        store.upload('aborted/key', bytesOf(10).content, AbortSignal.abort()),
      ).rejects.toMatchObject({ code: 'cancelled' })
      expect(await under.everything()).toEqual(before)
    })

    test('shows nothing of an upload before its last byte, and aborts those begun before a time', async () => {
      const before = await under.everything()
      const source = stalledAfter(40 * MIB)
      const upload = store.upload('unfinished/data/0000', source)
      const outcome = upload.catch((error: unknown) => error)
      await until(async () => (await under.everything()).length > before.length)
      expect(await keysOf(store, 'unfinished/')).toEqual([])
      const now = (await store.now()).getTime()
      expect(await store.abortUploads('unfinished/', new Date(now - 60_000))).toEqual([])
      expect(await store.abortUploads('other/', new Date(now + 60_000))).toEqual([])
      expect(await store.abortUploads('unfinished/', new Date(now + 60_000))).toEqual([
        'unfinished/data/0000',
      ])
      expect(await under.everything()).toEqual(before)
      expect(await collect(store.listFolders(''))).not.toContain('unfinished')
      source.push(null)
      expect(await outcome).toMatchObject({ code: 'store-refused' })
      expect(await keysOf(store, 'unfinished/')).toEqual([])
    })

    test.each([
      '',
      '/a',
      'a/',
      'a//b',
      '../a',
      'a/../b',
      './a',
      '.hidden',
      'a/.b',
      'é',
      'a b',
      'a:b',
      'a\\b',
      'a\0',
      '*',
    ])('refuses the key %j everywhere', async (key) => {
      const refusal = { code: 'usage-invalid' }
      await expect(store.put(key, Buffer.from('x'))).rejects.toMatchObject(refusal)
      await expect(store.upload(key, Readable.from([]))).rejects.toMatchObject(refusal)
      await expect(store.read(key)).rejects.toMatchObject(refusal)
      await expect(store.head(key)).rejects.toMatchObject(refusal)
      await expect(store.remove(key)).rejects.toMatchObject(refusal)
    })

    test('a read-only handle reads, and has no way to write', async () => {
      await store.put('read-only/key', Buffer.from('x'))
      const reader = readOnly(store)
      expect(await textOf(reader, 'read-only/key')).toBe('x')
      expect(await keysOf(reader, 'read-only/')).toEqual(['read-only/key'])
      for (const method of ['put', 'upload', 'now', 'remove', 'abortUploads'])
        expect(reader).not.toHaveProperty(method)
    })
  })
}

/** The index of the one write that succeeded; all others must say that the key is taken. */
async function onlyWinner(writers: Promise<unknown>[]): Promise<number> {
  const results = await Promise.allSettled(writers)
  const losers = results.filter((result) => result.status === 'rejected')
  for (const { reason } of losers) expect(reason).toMatchObject({ code: 'object-exists' })
  expect(losers).toHaveLength(writers.length - 1)
  return results.findIndex(({ status }) => status === 'fulfilled')
}

/** Keys whose order differs between bytes and folders: `a-1` sorts before `a/1`. */
function manyKey(index: number): string {
  const number = String(index).padStart(4, '0')
  return index % 2 === 0 ? `many/a/${number}` : `many/a-${number}`
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function seconds(time: Date): number {
  return Math.floor(time.getTime() / 1000)
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20)
}
