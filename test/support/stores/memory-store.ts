import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { StoredObject, StoreWriter } from '../../../src/core/store.ts'

interface Stored {
  readonly content: Uint8Array
  readonly modifiedAt: Date
}

/** A create-only store in memory whose time is `now()`: for what takes a year. It lists one folder at a time. */
export function memoryStore(now: () => Date): StoreWriter {
  const objects = new Map<string, Stored>()
  const folders = new Map<string, string[]>()
  return {
    name: 'memory',
    location: 'memory',
    async *list(prefix) {
      const keys = [...(folders.get(folderOf(prefix)) ?? [])].filter((key) => key.startsWith(prefix))
      for (const key of keys.toSorted()) yield described(key, objects.get(key)!)
    },
    async *listFolders() {},
    read: async (key) => {
      const found = objects.get(key)
      if (found === undefined) throw new LifeboatError({ code: 'object-absent', what: key })
      return Readable.from([Buffer.from(found.content)])
    },
    head: async (key) => {
      const found = objects.get(key)
      return found && described(key, found)
    },
    put: async (key, content) => {
      if (objects.has(key)) throw new LifeboatError({ code: 'object-exists', what: key })
      objects.set(key, { content, modifiedAt: now() })
      folders.set(folderOf(key), [...(folders.get(folderOf(key)) ?? []), key])
      const sha256 = createHash('sha256').update(content).digest('hex')
      return { key, bytes: content.length, sha256, verifiedBy: 'sha256' }
    },
    upload: () => Promise.reject(new LifeboatError({ code: 'not-supported', what: 'only small objects' })),
    now: async () => now(),
    close: async () => {},
  }
}

function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'))
}

function described(key: string, { content, modifiedAt }: Stored): StoredObject {
  return { key, bytes: content.length, modifiedAt }
}
