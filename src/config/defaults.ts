import type { Retention, Target } from '../core/target.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const GIB = 2 ** 30

/** What holds where the configuration says nothing; `docs/configuration.md` is generated with these. */
export const DEFAULTS = {
  timeZone: 'UTC',
  retention: { withinMs: 365 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 3 },
  settings: {
    fingerprint: true,
    backupTimeoutMs: 6 * HOUR_MS,
    drillTimeoutMs: 6 * HOUR_MS,
    parallel: 4,
    volumeBytes: 4 * GIB,
  },
  evidence: { path: 'reports', branch: 'lifeboat-evidence', disclosure: 'full' },
  drills: 'drills',
} as const satisfies {
  readonly timeZone: string
  readonly retention: Retention
  readonly settings: Target['settings']
  readonly evidence: object
  readonly drills: string
}

/** Less is refused unless `acknowledgeShortRetention` says that it is meant. */
export const SAFE_MINIMUM_AGE_MS = 7 * DAY_MS
