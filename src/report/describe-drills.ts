import type { DrillActual } from '../compliance/recovery-time.ts'
import { blocks, code, table } from './markdown.ts'
import { duration, NONE, VERDICT_WORDS } from './words.ts'

/** What each drill found and measured, and where its time went. */
export function describeDrills(drills: readonly DrillActual[]): string {
  const names = [...new Set(drills.flatMap(({ phases }) => phases.map(({ name }) => name)))]
  return blocks([
    table(
      ['drill', 'plan', 'backup', 'result', 'RTA', 'RTO', 'verdict'],
      drills.map(({ id, plan, backup, rtaMs, rtoMs, verdicts, ...result }) => [
        code(id),
        code(plan),
        code(backup),
        resultWords(result),
        duration(rtaMs),
        duration(rtoMs),
        VERDICT_WORDS[verdicts.rto],
      ]),
    ),
    table(
      ['phases of', ...names],
      drills.map(({ id, phases }) => [code(id), ...names.map((name) => phaseText(phases, name))]),
    ),
  ])
}

const OUTCOME_WORDS: Readonly<Record<DrillActual['outcome'], string>> = {
  succeeded: 'not proven',
  failed: '**FAILED**',
  couldNotRun: 'could not run',
  cancelled: 'cancelled',
}

/** A drill that proved the copy did so also when it was too slow. */
function resultWords({ proven, grade, outcome }: Pick<DrillActual, 'proven' | 'grade' | 'outcome'>): string {
  const words = proven ? 'proven' : OUTCOME_WORDS[outcome]
  return grade === undefined ? words : `${words}, grade ${grade}`
}

function phaseText(phases: DrillActual['phases'], name: string): string {
  const own = phases.filter((phase) => phase.name === name)
  return own.length === 0 ? NONE : duration(own.reduce((sum, { durationMs }) => sum + durationMs, 0))
}
