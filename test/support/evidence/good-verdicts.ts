import type { VerificationRecord } from '../../../src/core/record.ts'
import { idTimestamp } from '../../../src/core/identifiers.ts'

/** So many good verifications of another backup, all a second after this one. */
export function goodVerdicts(after: VerificationRecord, count: number): readonly VerificationRecord[] {
  const { error: _none, backup, ...rest } = after
  const time = new Date(Date.parse(after.startedAt) + 1000)
  const at = time.toISOString()
  return Array.from({ length: count }, (_, index) => ({
    ...rest,
    id: `${idTimestamp(time)}-good${index}`,
    startedAt: at,
    finishedAt: at,
    outcome: 'succeeded',
    ...(backup === undefined ? {} : { backup: { ...backup, id: '20260101T000000Z-else' } }),
  }))
}
