import { identityToRecipient } from 'age-encryption'
import { finished } from 'node:stream/promises'
import type { Context } from '../core/context.ts'
import { EXIT, LifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'
import type { Encryption, Target } from '../core/target.ts'
import { listBackups } from './catalog.ts'
import { openPart, readVolumes } from './part-reader.ts'
import { readManifest } from './read-manifest.ts'

export interface CheckKeysRequest {
  readonly encryption: Encryption
  readonly targets: readonly Pick<Target, 'name' | 'store'>[]
  readonly openStore: (name: string) => Promise<StoreReader>
  readonly context: Context
}

export interface KeysReport {
  readonly recipients: readonly { readonly recipient: string; readonly atHand: boolean }[]
  /** Secret keys at hand whose public key is none of the recipients. */
  readonly strangers: number
  readonly backups: readonly CheckedBackup[]
}

export interface CheckedBackup {
  readonly target: string
  readonly id: string
  /** The one part that was read, whole and against its digests; nothing is said of the others. */
  readonly part: string
  /** `bad`: what is stored is not what was sealed, so the keys could not be tried to the end. */
  readonly result: 'opens' | 'closed' | 'bad'
  readonly why?: string
}

/** Compares the secret keys at hand with the recipients, and opens the smallest sealed part of each target's newest backup. */
export async function checkKeys(request: CheckKeysRequest): Promise<KeysReport> {
  const owned = new Set(await ownRecipients(request.encryption))
  const recipients = request.encryption.recipients.map((recipient) => ({
    recipient,
    atHand: owned.has(recipient),
  }))
  const strangers = [...owned].filter(
    (recipient) => !request.encryption.recipients.includes(recipient),
  ).length
  const backups: KeysReport['backups'][number][] = []
  for (const target of request.targets) {
    const store = await request.openStore(target.store)
    try {
      backups.push(...(await newestOpens(target.name, store, request)))
    } finally {
      await store.close()
    }
  }
  return { recipients, strangers, backups }
}

async function ownRecipients({ identities }: Encryption): Promise<string[]> {
  const lines = (await identities()).flatMap((secret) =>
    secret
      .reveal()
      .split('\n')
      .map((line) => line.trim()),
  )
  const keys = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'))
  return Promise.all(keys.map((key) => identityToRecipient(key)))
}

/** One entry, or none when the target has no sealed backup. */
async function newestOpens(
  target: string,
  store: StoreReader,
  { encryption, context }: CheckKeysRequest,
): Promise<KeysReport['backups']> {
  const newest = (await listBackups(store, target)).at(-1)
  if (newest === undefined) return []
  const { manifest } = await readManifest(store, newest, {})
  const sealed = manifest.parts.filter(({ seal }) => seal === 'age').toSorted((a, b) => size(a) - size(b))
  const [part] = sealed
  if (part === undefined) return []
  try {
    const content = await openPart(part, (each) => readVolumes(each, store), { ...encryption, context })
    await finished(content.resume())
    return [{ target, id: newest.id, part: part.name, result: 'opens' }]
  } catch (error) {
    if (!(error instanceof LifeboatError)) throw error
    const isClosed = ['identity-wrong', 'identity-missing'].includes(error.code)
    if (!isClosed && error.exitCode !== EXIT.bad) throw error
    return [
      {
        target,
        id: newest.id,
        part: part.name,
        result: isClosed ? 'closed' : 'bad',
        why: error.message,
      },
    ]
  }
}

function size(part: { readonly volumes: readonly { readonly bytes: number }[] }): number {
  return part.volumes.reduce((sum, { bytes }) => sum + bytes, 0)
}
