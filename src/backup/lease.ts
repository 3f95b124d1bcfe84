import { hostname } from 'node:os'
import { z } from 'zod'
import { isLifeboatError } from '../core/errors.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import { readObject } from '../evidence/read-object.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { instant } from '../evidence/schema/base-schema.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { putOnce } from './put-once.ts'

const leaseSchema = z.strictObject({
  format: z.literal('lifeboat-lease/1'),
  host: z.string(),
  /** By the store's clock; whoever reads longer is not waited for. */
  expiresAt: instant,
})

export interface Lease {
  readonly key: string
  readonly backupId: string
  /** Absent where the object is no lease: nobody can tell until when somebody reads. */
  readonly expiresAt?: string
}

export interface LeaseRequest {
  readonly backupId: string
  /** What it is based on, and is read with it. */
  readonly bases?: readonly string[]
  readonly timeoutMs: number
  readonly log: Pick<RunLog, 'id' | 'limitation'>
}

/**
 * Tells prune that a run reads a backup until it is disposed of, or until the run's time is over where the login may not remove.
 * A login that may not write reads without one, which its record says.
 */
export async function takeLease(job: LeaseJob, request: LeaseRequest): Promise<AsyncDisposable> {
  const { bases = [], backupId } = request
  const leases = new AsyncDisposableStack()
  for (const id of new Set([backupId, ...bases]))
    leases.use(await leaseOne(job, { ...request, backupId: id }))
  return leases
}

type LeaseJob = Pick<TargetJob, 'store' | 'target' | 'removeLease'>

async function leaseOne(
  { store, target, removeLease }: LeaseJob,
  { backupId, timeoutMs, log }: LeaseRequest,
): Promise<AsyncDisposable> {
  const key = KEYS.lease(target.name, backupId, log.id)
  try {
    const expiresAt = new Date((await store.now()).getTime() + timeoutMs).toISOString()
    await putOnce(store, key, canonicalBytes({ format: 'lifeboat-lease/1', host: hostname(), expiresAt }))
  } catch (error) {
    if (!isLifeboatError(error) || error.code === 'cancelled') throw error
    log.limitation(`No lease could be written, so that prune does not know that backup ${backupId} is read.`)
    return { [Symbol.asyncDispose]: async () => {} }
  }
  // What cannot be removed expires.
  return { [Symbol.asyncDispose]: async () => removeLease?.(key).catch(() => {}) }
}

/** The leases below a prefix that hold at `now`, those that cannot be understood among them. */
export async function liveLeases(store: StoreReader, prefix: string, now: Date): Promise<readonly Lease[]> {
  const leases = await readLeases(store, prefix)
  return leases.filter((lease) => !isExpired(lease, now))
}

export function isExpired({ expiresAt }: Lease, now: Date): boolean {
  return expiresAt !== undefined && Date.parse(expiresAt) < now.getTime()
}

/** Every lease below a prefix. */
export async function readLeases(store: StoreReader, prefix: string): Promise<readonly Lease[]> {
  const leases: Lease[] = []
  for await (const { key } of store.list(prefix)) {
    const content = await contentOf(store, key)
    if (content === undefined) continue
    const backupId = key.split('/').at(-2) ?? ''
    const expiresAt = expiryOf(content)
    leases.push({ key, backupId, ...(expiresAt === undefined ? {} : { expiresAt }) })
  }
  return leases
}

/** Undefined for one that was removed since it was listed. */
async function contentOf(store: StoreReader, key: string): Promise<string | undefined> {
  try {
    return (await readObject(store, key)).toString('utf8')
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}

function expiryOf(content: string): string | undefined {
  try {
    return leaseSchema.parse(JSON.parse(content)).expiresAt
  } catch {
    return undefined
  }
}

/** In words: why a leased backup stays. */
export function describeLease({ key, expiresAt }: Lease): string {
  return expiresAt === undefined
    ? `${key} is no lease that can be read`
    : `leased until ${expiresAt} (${key})`
}
