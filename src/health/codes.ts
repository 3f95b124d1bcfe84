import type { Finding } from '../core/record.ts'

/** Every finding of `check`: stable codes, with the severity that each has. */
export const HEALTH_CODES = {
  'never-backed-up': 'critical',
  'no-usable-backup': 'critical',
  'backup-unusable': 'critical',
  'backup-overdue': 'critical',
  'rpo-breached': 'critical',
  'last-backup-failed': 'critical',
  'last-verification-failed': 'critical',
  'last-drill-failed': 'critical',
  'backup-failed-recently': 'warning',
  'verification-overdue': 'warning',
  'never-proven': 'warning',
  'proof-overdue': 'warning',
} as const satisfies Record<string, Finding['severity']>

export type HealthCode = keyof typeof HEALTH_CODES
