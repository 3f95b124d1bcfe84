import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { runBackup } from '../../src/backup/backup.ts'
import { runVerify } from '../../src/backup/verify.ts'
import { readManifest } from '../../src/backup/read-manifest.ts'
import type { DelegatedPart } from '../../src/core/manifest.ts'
import type { BackupRecord, VerificationRecord } from '../../src/core/record.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import type { TargetJob } from '../../src/evidence/target-job.ts'
import { openBackupBench, type BackupBench } from './backup-bench.ts'
import { treeServer, writeInto, type TreeServer } from './engines/tree-server/index.ts'

/** Backups of a server that writes them by itself into a given store. */
export interface TreeBench extends AsyncDisposable {
  readonly bench: BackupBench
  readonly store: StoreAdmin
  readonly server: TreeServer
  readonly job: TargetJob
  jobOf(server: Partial<TreeServer>, parts?: Partial<TargetJob>): TargetJob
  backUp(server?: Partial<TreeServer>, parts?: Partial<TargetJob>): Promise<BackupRecord>
  verify(selector?: string): Promise<VerificationRecord>
  treeOf(id: string): Promise<DelegatedPart>
  /** Puts an object behind Lifeboat's back, as the server would. */
  write(key: string, content: Buffer): Promise<void>
  /** Replaces an object behind Lifeboat's back, as the server would. */
  replace(key: string, change: (content: Buffer) => Buffer): Promise<void>
}

/** A small one, one with a name that no key of ours has, an empty one, and one that S3 takes in three pieces. */
const OBJECTS: ReadonlyMap<string, Buffer> = new Map([
  ['data/shop/orders/all_1_1_0/data.bin', Buffer.from('a few rows')],
  ['data/shop/a%2Eb/all_1_1_0/.hidden~', Buffer.from('odd')],
  ['data/shop/empty/count.txt', Buffer.alloc(0)],
  ['data/shop/orders/large.bin', randomBytes(6 * 2 ** 20)],
])

/** Over the bench's own folder, or another store that is closed with it. */
export async function openTreeBench(other?: StoreAdmin): Promise<TreeBench> {
  const bench = await openBackupBench()
  const store = other ?? bench.store
  const server: TreeServer = { id: 'first', objects: OBJECTS }
  const jobOf = (more: Partial<TreeServer>, parts: Partial<TargetJob> = {}): TargetJob => ({
    ...bench.job,
    encryption: { recipients: [], identities: async () => [] },
    engine: treeServer,
    store,
    target: { ...bench.job.target, connect: async () => ({ ...server, ...more }) },
    removeLease: (key) => store.remove(key),
    ...parts,
  })
  const job = jobOf({})
  const write = async (key: string, content: Buffer): Promise<void> => {
    const [, folder = '', name = ''] = /^(.*\.tree\/)(.*)$/.exec(key) ?? []
    const address = await store.address?.(folder)
    if (address !== undefined) await writeInto(address, name, content)
  }
  return {
    bench,
    store,
    server,
    job,
    jobOf,
    backUp: (more = {}, parts = {}) => runBackup(jobOf(more, parts)),
    verify: (selector = 'latest') => runVerify({ ...job, selector }),
    treeOf: async (id) => {
      const { manifest } = await readManifest(store, { target: 'books', id }, {})
      const [tree] = manifest.delegated ?? []
      if (tree === undefined) throw new Error(`${id} has no tree`)
      return tree
    },
    write,
    replace: async (key, change) => write(key, change(await buffer(await store.read(key)))),
    [Symbol.asyncDispose]: async () => {
      await other?.close()
      await bench[Symbol.asyncDispose]()
    },
  }
}
