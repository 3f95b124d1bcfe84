import type { Target } from '../core/target.ts'
import type { Via } from '../core/via.ts'
import { DEFAULTS } from './defaults.ts'
import type { WrittenConfiguration, WrittenPolicy } from './schema.ts'

/** A target with every default filled in, and without the way to connect. */
export type ResolvedTarget = Omit<Target, 'connect'>

export interface WrittenTarget extends WrittenPolicy {
  readonly engine: string
  readonly connection: unknown
  readonly encryption?: 'provider' | undefined
  readonly via?: Via | undefined
}

/** Fills in a target from `defaults`, then from the built-in defaults, key by key. */
export function resolveTarget(
  name: string,
  target: WrittenTarget,
  configuration: WrittenConfiguration,
): ResolvedTarget {
  const { defaults } = configuration
  const { timeZone, ...schedule } = { ...defaults.schedule, ...target.schedule }
  return {
    name,
    engine: target.engine,
    ...withoutAbsent({ via: target.via }),
    store: target.store ?? defaults.store ?? onlyStore(configuration),
    ...withoutAbsent({ encryption: target.encryption }),
    objectives: resolveObjectives(defaults.objectives ?? {}, target.objectives ?? {}),
    schedule: withoutAbsent(schedule),
    timeZone: timeZone ?? DEFAULTS.timeZone,
    retention: resolveRetention({ ...defaults.retention, ...target.retention }),
    ...resolveHealth({ ...defaults.health, ...target.health }),
    settings: resolveSettings({ ...defaults.settings, ...target.settings }),
  }
}

function onlyStore({ stores }: WrittenConfiguration): string {
  return Object.keys(stores)[0] ?? ''
}

type WrittenObjectives = NonNullable<WrittenPolicy['objectives']>

/** Who approved the defaults has not approved the objectives that a target sets for itself. */
function resolveObjectives(defaults: WrittenObjectives, own: WrittenObjectives): Target['objectives'] {
  const { approvedBy, approvedAt } =
    own.rpo === undefined && own.rto === undefined ? { ...defaults, ...own } : own
  return withoutAbsent({
    rpoMs: own.rpo ?? defaults.rpo,
    rtoMs: own.rto ?? defaults.rto,
    approvedBy,
    approvedAt,
  })
}

function resolveRetention(written: NonNullable<WrittenPolicy['retention']>): Target['retention'] {
  return {
    withinMs: written.within ?? DEFAULTS.retention.withinMs,
    ...withoutAbsent({ monthly: written.monthly, yearly: written.yearly }),
    minimumAgeMs: written.minimumAge ?? DEFAULTS.retention.minimumAgeMs,
    minimumCount: written.minimumCount ?? DEFAULTS.retention.minimumCount,
  }
}

function resolveHealth(written: NonNullable<WrittenPolicy['health']>): Pick<Target, 'health'> {
  const health = withoutAbsent({
    backupAgeMs: written.backupAge,
    verificationAgeMs: written.verificationAge,
    proofAgeMs: written.proofAge,
    failuresWithinMs: written.failuresWithin,
  })
  return Object.keys(health).length === 0 ? {} : { health }
}

function resolveSettings(written: NonNullable<WrittenPolicy['settings']>): Target['settings'] {
  const standard = DEFAULTS.settings
  return {
    ...withoutAbsent({ image: written.image, bytesPerSecond: written.rateLimit }),
    fingerprint: written.fingerprint ?? standard.fingerprint,
    backupTimeoutMs: written.backupTimeout ?? standard.backupTimeoutMs,
    drillTimeoutMs: written.drillTimeout ?? standard.drillTimeoutMs,
    parallel: written.parallel ?? standard.parallel,
    volumeBytes: written.volumeSize ?? standard.volumeBytes,
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function withoutAbsent<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
}
