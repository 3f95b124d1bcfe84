import type { DrillRecord } from '../../core/record.ts'
import { ANCHOR_WORDS } from './describe-backup.ts'
import { columns, line, recordLines, seconds, verdictText } from './lines.ts'

const SHOWN_DIFFERENCES = 20

/** A drill record as a person reads it: the verdict first, then what was proven, then what was not. */
export function describeDrill(record: DrillRecord): string {
  return [
    headline(record),
    ...source(record),
    ...sandbox(record),
    ...comparison(record),
    ...checks(record),
    ...integrity(record),
    line('RTO', verdictText(record.verdicts.rto, record.rta?.measuredMs, record.rta?.objectiveMs)),
    line('RPO', verdictText(record.verdicts.rpo, record.rpa?.ageMs, record.rpa?.objectiveMs)),
    ...recordLines(record),
  ].join('\n')
}

function headline(record: DrillRecord): string {
  const { target, backup, outcome, proven, grade, highestGrade, error, verdicts } = record
  const id = backup?.id ?? '(none selected)'
  const reached = grade === undefined ? '' : `, grade ${grade}`
  if (outcome === 'succeeded' || DONE.has(error?.code)) {
    const word = proven ? 'PROVEN' : 'drilled, but not proven'
    const breached = error !== undefined && [verdicts.rto, verdicts.rpo].includes('breached')
    const late = breached ? ', but an objective was BREACHED' : ''
    return `${target}: backup ${id} ${word}${reached} (highest for this engine: ${highestGrade.grade})${late}`
  }
  return `${target}: the drill of backup ${id} ${OUTCOME_WORDS[outcome]}${reached}`
}

const DONE: ReadonlySet<string | undefined> = new Set(['objective-breached', 'finding-open'])

const OUTCOME_WORDS = {
  failed: 'FAILED: the copy is bad',
  couldNotRun: 'COULD NOT RUN: nothing was proven',
  cancelled: 'was cancelled: nothing was proven',
} as const

function source({ backup, consistency, anchor, selection }: DrillRecord): readonly string[] {
  return [
    ...(consistency === undefined
      ? []
      : [line('holds', `the data of ${seconds(consistency.fromAt)} (${consistency.kind})`)]),
    line(
      'selected',
      backup === undefined ? `nothing: ${selection.method} was asked for` : chosenFrom(selection),
    ),
    line('anchor', ANCHOR_WORDS[anchor]),
  ]
}

function chosenFrom({ method, candidates, seed }: DrillRecord['selection']): string {
  return `${method} of ${candidates} backups${seed === undefined ? '' : `, seed ${seed}`}`
}

function sandbox({ sandbox: place }: DrillRecord): readonly string[] {
  if (place === undefined) return []
  const gone = place.destroyed ? 'destroyed' : 'NOT DESTROYED: run lifeboat sweep'
  return [line('sandbox', `${place.description}, ${place.isolation}, egress ${place.egress}, ${gone}`)]
}

function comparison({ comparison: compared, negativeControl }: DrillRecord): readonly string[] {
  const lines: string[] = []
  if (compared !== undefined) {
    const { equalCount, datasetCount, inventoryCount, inventoryDifferences, schemaEqual, origin } = compared
    const items = compared.datasets.reduce((sum, { actualCount = 0 }) => sum + actualCount, 0)
    const word =
      origin === 'source' ? 'equal to the source' : 'reproducible (the fingerprint is from the artifact)'
    lines.push(line('datasets', `${equalCount} of ${datasetCount} ${word}, ${items} items counted`))
    lines.push(
      line(
        'objects',
        `${inventoryCount - inventoryDifferences.length} of ${inventoryCount} equal, schema ${schemaEqual ? 'equal' : 'DIFFERENT'}`,
      ),
    )
    const bad = compared.datasets.filter(({ result }) => result !== 'equal')
    const found = [
      ...bad.map(({ kind, name, result }) => `${kind} ${name}: ${result}`),
      ...inventoryDifferences,
    ]
    lines.push(...found.slice(0, SHOWN_DIFFERENCES).map((text) => line('difference', text)))
    if (found.length > SHOWN_DIFFERENCES)
      lines.push(line('difference', `and ${found.length - SHOWN_DIFFERENCES} more, in the record`))
  }
  if (negativeControl !== undefined) {
    const { change, dataset, detected, seed } = negativeControl
    lines.push(
      line('control', `${change} in ${dataset}: ${detected ? 'noticed' : 'NOT NOTICED'} (seed ${seed})`),
    )
  }
  return lines
}

function checks({ checks: all }: DrillRecord): readonly string[] {
  const passed = all.filter(({ result }) => result === 'passed').length
  const others = all.filter(({ result }) => result !== 'passed')
  return [
    ...(all.length === 0 ? [] : [line('checks', `${passed} of ${all.length} passed`)]),
    ...others.map(({ name, result, detail }) => line('check', `${name}: ${result}, ${detail}`)),
  ]
}

function integrity({ integrity: results }: DrillRecord): readonly string[] {
  if (results === undefined) return []
  const rows = results.map(({ rule, dataset = '-', columns: named = [], found, result, detail }) => [
    `  ${rule}`,
    dataset,
    named.length === 0 ? '-' : named.join(', '),
    found === undefined ? '-' : String(found),
    detail,
    result === 'failed' ? 'FAILED' : result,
  ])
  return [columns(['  integrity', 'dataset', 'columns', 'found', '', 'result'], rows)]
}
