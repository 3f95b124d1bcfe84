import type { Capabilities, Check, Grade } from '../core/engine.ts'
import type { Comparison } from './compare.ts'

/** What a drill has shown so far. */
export interface GradeEvidence {
  /** Every stored byte matched the manifest, and the manifest its record where there is one. */
  readonly bytesVerified: boolean
  readonly loaded: boolean
  readonly comparison?: Comparison
  /** Engine consistency and write probe; undefined when they did not run. */
  readonly engineChecks?: readonly Check[]
  readonly applicationChecks?: readonly Check[]
  readonly highest: Capabilities['highestGrade']
}

export interface GradeReached {
  /** Undefined when not even the stored bytes were good. */
  readonly grade?: Grade
  /** Whether the grade is the one that makes a copy proven. */
  readonly proving: boolean
  /** What stood in the way of the next grades, one sentence each. */
  readonly limitations: readonly string[]
}

interface Rung {
  readonly grade: Grade
  readonly reached: boolean
  readonly otherwise: string
}

const PROVING_GRADE = 5

/** How far up the ladder of design §4 a drill came: each grade includes those below. */
export function gradeDrill(evidence: GradeEvidence): GradeReached {
  if (!evidence.bytesVerified) return { proving: false, limitations: [] }
  const rungs = ladder(evidence)
  const missed = rungs.find(({ reached }) => !reached)
  const climbed = missed === undefined ? 7 : ((missed.grade - 1) as Grade)
  const { highest } = evidence
  const capped = climbed > highest.grade
  const grade = capped ? highest.grade : climbed
  const beyond = missed !== undefined && missed.grade <= highest.grade ? [missed.otherwise] : []
  return {
    grade,
    proving: grade >= Math.min(PROVING_GRADE, highest.grade),
    limitations:
      highest.grade === 7
        ? beyond
        : [...beyond, `Grade ${highest.grade} is the highest here: ${highest.because}.`],
  }
}

function ladder(evidence: GradeEvidence): readonly Rung[] {
  const { loaded, comparison, engineChecks, applicationChecks } = evidence
  const none = 'The backup has no fingerprint: nothing was compared with the source.'
  return [
    // A load by the engine's own programs has parsed every part.
    { grade: 1, reached: loaded, otherwise: 'The backup did not load.' },
    { grade: 2, reached: loaded, otherwise: 'The backup did not load.' },
    {
      grade: 3,
      reached: comparison?.inventoryEqual === true,
      otherwise: comparison === undefined ? none : 'The inventory of objects is not equal.',
    },
    { grade: 4, reached: comparison?.countsEqual === true, otherwise: 'The counts are not equal.' },
    { grade: 5, ...contentRung(comparison) },
    { grade: 6, ...checksRung('engine', engineChecks) },
    { grade: 7, ...checksRung('application', applicationChecks) },
  ]
}

function contentRung(comparison: Comparison | undefined): Omit<Rung, 'grade'> {
  if (comparison?.equal !== true) return { reached: false, otherwise: 'The content was not found equal.' }
  if (comparison.origin === 'artifact') {
    const otherwise =
      'The content is reproducible, but its fingerprint was read from the backup and not from the source.'
    return { reached: false, otherwise }
  }
  const { coverage } = comparison
  if (coverage.kind === 'exact') return { reached: true, otherwise: '' }
  const share = `${coverage.equal} of ${coverage.total}`
  return { reached: false, otherwise: `Only ${share} parts of the source stood still while they were read.` }
}

function checksRung(what: string, checks: readonly Check[] | undefined): Omit<Rung, 'grade'> {
  if (checks === undefined || checks.length === 0) {
    return { reached: false, otherwise: `No ${what} checks were run.` }
  }
  const others = checks.filter(({ result }) => result !== 'passed')
  const named = others.map(({ name, result }) => `${name} (${result})`).join(', ')
  return { reached: others.length === 0, otherwise: `Not every ${what} check passed: ${named}.` }
}
