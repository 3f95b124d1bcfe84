import type { DrillActual } from '../compliance/recovery-time.ts'
import { code, table } from './markdown.ts'
import { duration, moment, VERDICT_WORDS } from './words.ts'

/** One row for each drill, with what it measured. */
export function describeDrills(drills: readonly DrillActual[]): string {
  return table(
    ['drill', 'began', 'plan', 'backup', 'result', 'RTA', 'RTO', 'verdict', 'phases'],
    drills.map(({ id, startedAt, plan, backup, rtaMs, rtoMs, verdicts, phases, ...result }) => [
      code(id),
      moment(startedAt),
      code(plan),
      code(backup),
      resultWords(result),
      duration(rtaMs),
      duration(rtoMs),
      VERDICT_WORDS[verdicts.rto],
      phases.map(({ name, durationMs }) => `${name} ${duration(durationMs)}`).join(', '),
    ]),
  )
}

const OUTCOME_WORDS: Readonly<Record<DrillActual['outcome'], string>> = {
  succeeded: 'not proven',
  failed: '**FAILED**',
  couldNotRun: 'could not run',
  cancelled: 'cancelled',
}

/** A drill that proved the copy did so also when it was too slow. */
function resultWords({
  proven,
  grade,
  outcome,
}: Pick<DrillActual, 'proven' | 'grade' | 'outcome'>): string {
  const words = proven ? 'proven' : OUTCOME_WORDS[outcome]
  return grade === undefined ? words : `${words}, grade ${grade}`
}
