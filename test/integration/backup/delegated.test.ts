import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTrees } from '../../../src/backup/delegated/open-trees.ts'
import { readManifest } from '../../../src/backup/read-manifest.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { readOnly } from '../../../src/stores/wrap/read-only.ts'
import { withRetries } from '../../../src/stores/wrap/with-retries.ts'
import { METADATA, writeInto } from '../../support/engines/tree-server/index.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy, withMethods } from '../../support/moved-clock.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { BUCKET, openBucket } from '../../support/stores/s3-bucket.ts'
import { openTreeBench, type TreeBench } from '../../support/tree-bench.ts'

const HOUR = 3_600_000

let minio: StartedMinio
beforeAll(async () => {
  minio = await startMinio()
  await minio.createBucket(BUCKET)
})
afterAll(() => minio[Symbol.asyncDispose]())

let prefixes = 0
const bucket = async (): Promise<StoreAdmin> => openBucket(minio, { prefix: `p${prefixes++}/` })

describe.each<{ kind: string; open: () => Promise<TreeBench> }>([
  { kind: 'filesystem', open: () => openTreeBench() },
  { kind: 's3', open: async () => openTreeBench(withRetries(await bucket())) },
])('a part that the server writes by itself into a store: $kind', ({ kind, open }) => {
  test('is listed object by object, verified whole, and read back as it was', async () => {
    await using bench = await open()
    const { store, server } = bench
    const record = await bench.backUp()
    expect(record.error).toBeUndefined()
    expect(record.limitations.join()).toContain('What the server wrote by itself is not sealed by Lifeboat')
    const { manifest } = await readManifest(store, { target: 'books', id: record.id }, {})
    const bytes = [...server.objects.values()].reduce((sum, content) => sum + content.length, 0)
    expect(manifest.delegated).toEqual([
      {
        name: 'tree',
        sealed: false,
        prefix: KEYS.tree('books', record.id, 0),
        objects: server.objects.size + 1,
        bytes: bytes + [...server.objects.keys()].join('\n').length,
        inventory: 'tree.inventory.jsonl',
        tags: kind === 's3' ? 'md5' : 'none',
        bases: [],
      },
    ])
    const verification = await bench.verify()
    expect(verification).toMatchObject({ outcome: 'succeeded', grade: 0, verifiedBytes: record.storedBytes })
    const { trees, unread } = await openTrees(manifest, {
      store: readOnly(store),
      context: bench.job.context,
    })
    const [layer] = trees.get('tree')!.layers
    const read = new Map<string, Buffer>()
    for await (const object of layer!.list()) read.set(object.name, await buffer(await layer!.open(object)))
    expect(unread()).toBe(0)
    read.delete(METADATA)
    expect(read).toEqual(server.objects)
  })

  test.each([
    ['missing', 'volume-absent', (b: TreeBench, key: string) => b.store.remove(key)],
    ['truncated', 'volume-altered', (b: TreeBench, key: string) => b.replace(key, (c) => c.subarray(0, -1))],
    [
      'changed',
      'volume-altered',
      (b: TreeBench, key: string) => b.replace(key, (c) => Buffer.from(c.map((byte) => byte ^ 1))),
    ],
    ['added', 'volume-altered', (b: TreeBench, key: string) => b.write(key, Buffer.from('x'))],
  ] as const)('an object that is %s is noticed', async (what, code, damage) => {
    await using bench = await open()
    const record = await bench.backUp()
    const { prefix } = await bench.treeOf(record.id)
    const key = `${prefix}data/shop/${what === 'added' ? 'stranger' : 'orders/all_1_1_0/data.bin'}`
    await damage(bench, key)
    const verification = await bench.verify()
    expect(verification.error?.code).toBe(code)
    expect(verification.checks).toContainEqual(expect.objectContaining({ name: key, result: 'failed' }))
    expect(verification.checks).toContainEqual(expect.objectContaining({ name: 'tree', result: 'failed' }))
  })

  test.each([
    ['bytes', false],
    ['bytes of a base', true],
  ])('%s that rot while everything the store says of them stays are noticed', async (_, incremental) => {
    await using bench = await open()
    const record = await bench.backUp()
    const latest = incremental ? await bench.backUp({ incremental }) : record
    expect((await bench.treeOf(latest.id)).bases).toEqual(incremental ? [record.id] : [])
    const rotten = `${(await bench.treeOf(record.id)).prefix}data/shop/orders/large.bin`
    const read: StoreAdmin['read'] = async (key) => {
      const content = await buffer(await bench.store.read(key))
      if (key === rotten) content.writeUInt8(content.readUInt8(5_500_000) ^ 1, 5_500_000)
      return Readable.from([content])
    }
    const verification = await runVerify({
      ...bench.job,
      store: withMethods(bench.store, { read }),
      selector: 'latest',
    })
    expect(verification.error).toMatchObject({ code: 'volume-altered' })
    expect(verification.error?.message).toContain('large.bin was altered')
  })

  test('goes with its backup: what a killed run left is swept whole', async () => {
    await using bench = await open()
    const { id, error } = await bench.backUp({ written: killed })
    expect(error?.code).toBe('unexpected')
    expect(await keysOf(bench.store, KEYS.data('books', id))).toHaveLength(5)
    const later = aheadBy(bench.store, 2 * HOUR)
    await sweepStore({ target: 'books', store: later, context: bench.job.context })
    expect(await keysOf(bench.store, 'data/')).toEqual([])
  })

  test('an incremental one names what it is based on, and is verified with it', async () => {
    await using bench = await open()
    const first = await bench.backUp()
    const objects = new Map([...bench.server.objects, ['data/new.bin', Buffer.from('new')]])
    const second = await bench.backUp({ objects, incremental: true })
    const third = await bench.backUp({ objects, incremental: true })
    const tree = await bench.treeOf(third.id)
    expect(tree.bases).toEqual([second.id, first.id])
    expect(tree.objects).toBe(1)
    expect(await bench.verify()).toMatchObject({ outcome: 'succeeded' })
    expect(await keysOf(bench.store, 'leases/')).toEqual([])
    await bench.store.remove(`${(await bench.treeOf(first.id)).prefix}data/shop/empty/count.txt`)
    expect((await bench.verify(third.id)).error?.code).toBe('volume-absent')
    await bench.store.remove(KEYS.manifest('books', first.id))
    const broken = await bench.verify(third.id)
    expect(broken.error).toMatchObject({ code: 'manifest-absent' })
    expect(broken.error?.message).toContain(`${first.id}, which it is based on`)
  })
})

test('recipients refuse it, unless the target says that the provider encrypts', async () => {
  await using bench = await openTreeBench()
  const { encryption } = bench.bench
  const refused = await bench.backUp({}, { encryption })
  expect(refused.error).toMatchObject({ code: 'not-supported' })
  expect(await keysOf(bench.store, 'data/')).toEqual([])
  const { target } = bench.job
  const accepted = await bench.backUp({}, { encryption, target: { ...target, encryption: 'provider' } })
  expect(accepted.error).toBeUndefined()
  // Whoever holds no key verifies it all the same.
  expect(await bench.verify()).toMatchObject({ outcome: 'succeeded', grade: 0 })
})

test('a folder that holds something is refused, and so is a store that no server reaches', async () => {
  await using bench = await openTreeBench()
  const occupied = new Proxy(bench.store, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(inner, name, inner)
      if (name !== 'address') return typeof value === 'function' ? value.bind(inner) : value
      return async (prefix: string) => {
        const address = await inner.address!(prefix)
        await writeInto(address, 'somebody', Buffer.from('x'))
        return address
      }
    },
  })
  expect((await bench.backUp({}, { store: occupied })).error?.code).toBe('object-exists')
  const deaf = readOnlyWriter(bench.store)
  Reflect.deleteProperty(deaf, 'address')
  expect((await bench.backUp({}, { store: deaf })).error?.code).toBe('not-supported')
})

test("the store's key in clear in what the server wrote fails the backup", async () => {
  await using bench = await openTreeBench(await bucket())
  const objects = new Map([
    [`S3('https://x', 'me', '${minio.password}')`.replaceAll('/', ''), Buffer.from('x')],
  ])
  const leaked = await bench.backUp({ objects })
  expect(leaked.error).toMatchObject({ code: 'capture-failed' })
  expect(leaked.error?.message).toContain('wrote a key of the store in clear')
  expect(leaked.error?.message).not.toContain(minio.password)
  const other = await bench.backUp({ objects: new Map([[`key='abc'`, Buffer.from('x')]]) })
  expect(other.error).toMatchObject({ code: 'capture-failed' })
})

test('tags that are no digests are told from those that are, and still compared', async () => {
  await using bench = await openTreeBench(await bucket())
  let own = 'a'
  const store = withMethods(bench.store, {
    list: async function* (prefix) {
      for await (const object of bench.store.list(prefix)) yield { ...object, tag: own.repeat(32) }
    },
  })
  const record = await bench.backUp({}, { store })
  expect((await bench.treeOf(record.id)).tags).toBe('opaque')
  expect(record.limitations.join()).toContain('tags are no digests of what the server wrote')
  const verify = (): ReturnType<typeof runVerify> => runVerify({ ...bench.job, store, selector: 'latest' })
  const verified = await verify()
  expect(verified.outcome).toBe('succeeded')
  expect(verified.limitations.join()).toContain('by their sizes and tags only')
  own = 'b'
  expect((await verify()).error?.code).toBe('volume-altered')
})

test('a base that is not whole is never called good, however much is missing of what comes after it', async () => {
  await using bench = await openTreeBench()
  const first = await bench.backUp()
  const many = Array.from({ length: 1001 }, (_, index): [string, Buffer] => [`n${index}`, Buffer.from('x')])
  const second = await bench.backUp({ objects: new Map(many), incremental: true })
  const [own, base] = [await bench.treeOf(second.id), await bench.treeOf(first.id)]
  for (const { prefix } of [own, base])
    for (const key of await keysOf(bench.store, prefix)) await bench.store.remove(key)
  const { checks } = await bench.verify(second.id)
  const trees = checks.filter(({ name }) => [own.name, `${own.name} of ${first.id}`].includes(name))
  expect(trees.map(({ result }) => result)).toEqual(['skipped', 'failed', 'failed'])
})

test('another source, or a base that was found bad, makes a full backup', async () => {
  await using bench = await openTreeBench()
  const first = await bench.backUp()
  const other = await bench.backUp({ id: 'second', incremental: true }, { acceptNewSource: true } as object)
  expect((await bench.treeOf(other.id)).bases).toEqual([])
  const based = await bench.backUp({ id: 'second', incremental: true })
  expect((await bench.treeOf(based.id)).bases).toEqual([other.id])
  await bench.replace(`${(await bench.treeOf(other.id)).prefix}${METADATA}`, (content) =>
    Buffer.from(content.map((byte) => byte ^ 1)),
  )
  expect((await bench.verify(other.id)).error?.code).toBe('volume-altered')
  const full = await bench.backUp({ id: 'second', incremental: true })
  expect((await bench.treeOf(full.id)).bases).toEqual([])
  expect(full.limitations.join('\n')).toContain(`Nothing is based on backup ${based.id}`)
  expect(first.error).toBeUndefined()
  expect(first.limitations.concat(other.limitations, based.limitations).join('\n')).not.toContain(
    'Nothing is',
  )
})

async function killed(): Promise<void> {
  throw new Error('killed')
}

function readOnlyWriter(store: StoreAdmin): StoreAdmin {
  return {
    ...readOnly(store),
    put: (key, content) => store.put(key, content),
    upload: (key, content, signal) => store.upload(key, content, signal),
    now: () => store.now(),
    remove: (key) => store.remove(key),
    abortUploads: (prefix, before) => store.abortUploads(prefix, before),
  }
}
