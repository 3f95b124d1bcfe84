import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { StoreAdmin, StoredObject } from '../../../../src/core/store.ts'
import { type FailureKind, StoreError } from '../../../../src/stores/store-error.ts'
import { withRetries } from '../../../../src/stores/wrap/with-retries.ts'

const PATIENCE = { retries: 2, firstDelayMs: 1, maxMs: 10_000 }

function failure(kind: FailureKind): StoreError {
  return new StoreError(kind, { code: 'store-unreachable', what: `a ${kind} failure` })
}

/** A step that fails so many times before it succeeds, counting its calls. */
function failing<T>(
  times: number,
  kind: FailureKind,
  value: T,
): { readonly run: () => Promise<T>; calls: number } {
  const step = {
    calls: 0,
    run: async (): Promise<T> => {
      step.calls += 1
      if (step.calls <= times) throw failure(kind)
      return value
    },
  }
  return step
}

function storeWith(methods: Partial<StoreAdmin>): StoreAdmin {
  return withRetries({ name: 'flaky', location: 'nowhere', ...methods } as StoreAdmin, PATIENCE)
}

test('repeats what is transient as often as it may, and then tells the failure', async () => {
  const twice = failing(2, 'transient', undefined)
  await expect(storeWith({ head: twice.run }).head('key')).resolves.toBeUndefined()
  expect(twice.calls).toBe(3)
  const thrice = failing(3, 'transient', undefined)
  await expect(storeWith({ head: thrice.run }).head('key')).rejects.toMatchObject({ kind: 'transient' })
  expect(thrice.calls).toBe(3)
})

test.each(['permanent', 'absent'] as const)('never repeats what is %s', async (kind) => {
  const step = failing(1, kind, Readable.from([]))
  await expect(storeWith({ read: step.run }).read('key')).rejects.toMatchObject({ kind })
  expect(step.calls).toBe(1)
})

test('never repeats an upload, whose stream is gone', async () => {
  const step = failing(1, 'transient', { key: 'key', bytes: 0, sha256: '', verifiedBy: 'sha256' } as const)
  await expect(storeWith({ upload: step.run }).upload('key', Readable.from([]))).rejects.toThrow('transient')
  expect(step.calls).toBe(1)
})

test('a listing that breaks goes on where it broke: nothing twice, nothing lost', async () => {
  const keys = ['a', 'b', 'b-c', 'b/c', 'd']
  const breaks = [2, 0, 4]
  const list = async function* (): AsyncGenerator<StoredObject> {
    const limit = breaks.shift() ?? keys.length
    for (const [index, key] of keys.entries()) {
      if (index === limit) throw failure('transient')
      yield { key, bytes: 1, modifiedAt: new Date(0) }
    }
  }
  const listed: string[] = []
  for await (const { key } of storeWith({ list }).list('')) listed.push(key)
  expect(listed).toEqual(keys)
  expect(breaks).toEqual([])
})

test('folders are listed on in their order, in which a slash ends the name', async () => {
  const names = ['a-b', 'a', 'c']
  let breaks = 1
  const listFolders = async function* (): AsyncGenerator<string> {
    for (const name of names) {
      if (name === 'c' && breaks-- > 0) throw failure('transient')
      yield name
    }
  }
  const listed: string[] = []
  for await (const name of storeWith({ listFolders }).listFolders('')) listed.push(name)
  expect(listed).toEqual(names)
})

test.each([undefined, { start: 2, end: 9 }])(
  'a read that breaks goes on at the next byte (range %j)',
  async (range) => {
    const content = Buffer.from('0123456789')
    let breaks = 3
    const read = async (_: string, wanted = { start: 0, end: content.length }): Promise<Readable> =>
      Readable.from(
        (function* give(): Generator<Buffer> {
          const slice = content.subarray(wanted.start, Math.min(wanted.end, content.length))
          if (breaks-- <= 0) return yield slice
          yield slice.subarray(0, 2)
          throw failure('transient')
        })(),
        { objectMode: false },
      )
    const chunks: Uint8Array[] = []
    for await (const chunk of await storeWith({ read }).read('key', range)) chunks.push(chunk as Uint8Array)
    expect(Buffer.concat(chunks).toString()).toBe(range === undefined ? '0123456789' : '2345678')
  },
)

test('a read that was never used frees what it had opened', async () => {
  const opened = new Readable({ read: () => undefined })
  const stream = await storeWith({ read: async () => opened }).read('key')
  stream.destroy()
  await new Promise((resolve) => stream.once('close', resolve))
  expect(opened.destroyed).toBe(true)
})
