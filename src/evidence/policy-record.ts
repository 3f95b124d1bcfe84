import pLimit from 'p-limit'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { KEYS } from '../core/manifest.ts'
import type { PolicyRecord } from '../core/record.ts'
import type { StoreReader } from '../core/store.ts'
import type { Target } from '../core/target.ts'
import { canonicalBytes, canonicalDigest } from './canonical.ts'
import { readObject } from './read-object.ts'
import { parseRecord } from './schema/record-schema.ts'
import { beginJob, type TargetJob } from './target-job.ts'
import { writeRecord } from './write-record.ts'

const READS_AT_ONCE = 8

/**
 * Every policy record of a target, oldest first, the last one saying what the configuration says now: appended when it differs.
 * Of several runs that see one change at once one appends. Throws `record-altered` for what is no policy record.
 */
export async function recordPolicy(job: TargetJob): Promise<readonly PolicyRecord[]> {
  const recorded = await readPolicies(job.store, job.target.name)
  const newest = recorded.at(-1)
  if (newest === undefined || !isPolicyOf(newest, job.target)) return append(job, recorded)
  // Whoever appended it may have been killed before the record was in its place.
  if ((await job.store.head(KEYS.record(newest.id))) === undefined) await writeRecord(job.store, newest)
  return recorded
}

/** Every policy record of a target, oldest first. Throws `record-altered` for what is none. */
export async function readPolicies(store: StoreReader, target: string): Promise<readonly PolicyRecord[]> {
  const keys: string[] = []
  for await (const { key } of store.list(KEYS.policies(target))) keys.push(key)
  return pLimit(READS_AT_ONCE).map(keys, (key) => readPolicy(store, key))
}

/** Whether a policy record says what the configuration says. */
export function isPolicyOf(record: PolicyRecord, target: Target): boolean {
  return canonicalDigest(policyOf(record)) === canonicalDigest(policyOf(target))
}

async function append(job: TargetJob, recorded: readonly PolicyRecord[]): Promise<readonly PolicyRecord[]> {
  const record: PolicyRecord = { ...beginJob(job).finish(), kind: 'policy', ...policyOf(job.target) }
  const key = KEYS.policy(job.target.name, recorded.length + 1)
  try {
    // The number is the arbiter: a record under its own id alone would be written once by each run.
    await job.store.put(key, canonicalBytes(record))
  } catch (error) {
    if (!isLifeboatError(error, 'object-exists')) throw error
    return recordPolicy(job)
  }
  await writeRecord(job.store, record)
  return [...recorded, record]
}

type Asked = Pick<PolicyRecord, 'schedule' | 'timeZone' | 'objectives' | 'retention'>

function policyOf({ schedule, timeZone, objectives, retention }: Asked): Asked {
  return { schedule, timeZone, objectives, retention }
}

async function readPolicy(store: StoreReader, key: string): Promise<PolicyRecord> {
  const parsed = parseRecord(await readObject(store, key))
  if ('record' in parsed && parsed.record.kind === 'policy') return parsed.record
  throw new LifeboatError({
    code: 'record-altered',
    what: `${key} in store ${store.name} is no policy record, so nobody can tell what was scheduled`,
    ...('complaint' in parsed ? { why: parsed.complaint } : {}),
    fix: 'find out who wrote it; the records in evidence/ say what it was',
  })
}
