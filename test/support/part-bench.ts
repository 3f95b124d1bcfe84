import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { openPart } from '../../src/backup/part-reader.ts'
import { writePart, type PartRequest } from '../../src/backup/part-writer.ts'
import { readVolumes, type OpenVolumes } from '../../src/backup/read-volumes.ts'
import type { Context, RunEvent } from '../../src/core/context.ts'
import type { Part } from '../../src/core/manifest.ts'
import { Secret } from '../../src/core/secret.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { testContext } from './context.ts'

/** A real store in a folder of its own, keys, and short ways to write and read one part. */
export interface PartBench extends AsyncDisposable {
  readonly folder: string
  readonly store: StoreAdmin
  readonly context: Context & { readonly events: RunEvent[] }
  readonly recipient: string
  readonly identity: Secret
  write(content: PartRequest['content'] | Buffer, more?: Partial<PartRequest>): Promise<Part>
  read(
    part: Part,
    more?: { readonly volumes?: OpenVolumes; readonly identities?: readonly Secret[] },
  ): Promise<Buffer>
  /** The keys of everything in the store. */
  keys(): Promise<readonly string[]>
}

export async function openPartBench(signal = new AbortController().signal): Promise<PartBench> {
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-test-'))
  const store = await openStore({ type: 'filesystem', path: join(folder, 'store') }, { name: 'primary' })
  const context = await testContext({ signal })
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const common = { name: 'data.dump', target: 'orders', id: '20261121T021700Z-3fk9', index: 0 }
  return {
    folder,
    store,
    context,
    recipient,
    identity: new Secret(identity),
    write: (content, more) =>
      writePart({
        ...common,
        content: Buffer.isBuffer(content) ? Readable.from([content], { objectMode: false }) : content,
        recipients: [recipient],
        volumeBytes: 100_000,
        store,
        context,
        ...more,
      }),
    read: async (part, { volumes, identities } = {}) => {
      const keys = identities ?? [new Secret(identity)]
      const source = volumes ?? ((wanted: Part) => readVolumes(wanted, store))
      return buffer(await openPart(part, source, { identities: () => Promise.resolve(keys), context }))
    },
    keys: async () => {
      const keys: string[] = []
      for await (const { key } of store.list('')) keys.push(key)
      return keys
    },
    [Symbol.asyncDispose]: async () => {
      await context[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
