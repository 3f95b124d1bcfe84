import { Readable } from 'node:stream'
import type { DelegatedFolder, DelegateOptions, DelegatedWrite, EarlierTree } from '../../core/delegation.ts'
import { LifeboatError } from '../../core/errors.ts'
import { KEYS, type DelegatedPart, type Part } from '../../core/manifest.ts'
import type { StoreAddress, StoreReader } from '../../core/store.ts'
import type { Encryption, Target } from '../../core/target.ts'
import type { PartRequest } from '../part-writer.ts'
import { writePart } from '../part-writer.ts'
import { secretsOf } from './find-secrets.ts'
import { InventoryTaking } from './take-inventory.ts'

export interface DelegationRequest extends Omit<PartRequest, 'content' | 'compressed'>, DelegateOptions {
  /** What the configuration says about recipients and what may lie unsealed all the same. */
  readonly consent: Target['encryption']
  readonly write: (folder: DelegatedFolder) => Promise<DelegatedWrite>
  readonly earlier: () => Promise<EarlierTree | undefined>
}

export interface Delegated {
  readonly part: DelegatedPart
  /** The ordinary part that lists it. */
  readonly inventory: Part
}

/** Has the server write one part by itself and stores what its folder holds then; throws as `CaptureSink.delegate` says. */
export async function delegatePart(request: DelegationRequest): Promise<Delegated> {
  const { name, store, target, id, index, context } = request
  requireConsent(name, request)
  const prefix = KEYS.tree(target, id, index)
  const address = await requireAddress(name, prefix, store)
  await requireEmpty(prefix, store)
  const { basedOn } = await request.write({ address, earlier: request.earlier })
  const secrets = await secretsOf(address)
  const taking = new InventoryTaking({ ...request, prefix, secrets, signal: context.signal })
  const inventory = await writePart({
    ...request,
    name: inventoryName(name),
    content: Readable.from(taking.lines(), { objectMode: false }),
    // A listing of the store says as much as it does, and whoever holds no key must be able to verify.
    recipients: [],
  })
  const bases = basedOn === undefined ? [] : [basedOn.backupId, ...basedOn.bases]
  const part = { name, sealed: false, prefix, ...taking.sums, inventory: inventory.name, bases } as const
  return { part, inventory }
}

export function inventoryName(name: string): string {
  return `${name}.inventory.jsonl`
}

function requireConsent(
  name: string,
  { recipients, consent }: Pick<Encryption, 'recipients'> & { consent: Target['encryption'] },
): void {
  if (recipients.length === 0 || consent === 'provider') return
  throw new LifeboatError({
    code: 'not-supported',
    what: `the part ${name} would be written by the server itself, so it could not be sealed for the recipients`,
    fix: 'choose a way of backup that streams (it is sealed), or accept with encryption: provider at the target that only the store encrypts it',
  })
}

async function requireAddress(name: string, prefix: string, store: StoreReader): Promise<StoreAddress> {
  const address = await store.address?.(prefix)
  if (address !== undefined) return address
  throw new LifeboatError({
    code: 'not-supported',
    what: `the part ${name} would be written by the server itself, and no server can write to store ${store.name}`,
    fix: 'use a store of type s3, or a folder that the server sees too; or choose a way of backup that streams',
  })
}

/** Nothing keeps the server from replacing what is there, so there must be nothing. */
async function requireEmpty(prefix: string, store: StoreReader): Promise<void> {
  for await (const { key } of store.list(prefix)) {
    throw new LifeboatError({
      code: 'object-exists',
      what: `${store.location} already holds ${key} where the server was to write`,
      fix: 'run the command again: a new run uses a new folder; and find out who wrote this',
    })
  }
}
