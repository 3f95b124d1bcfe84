import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bytes, duration, verdictText } from '../../src/cli/output/lines.ts'
import type { DrillRecord, EvidenceRecord } from '../../src/core/record.ts'
import type { Damage } from './damage.ts'
import { DemoFailed } from './demo-failed.ts'
import { detail, fact } from './terminal.ts'

const FULL_GRADE = 7

/** What the demo did besides what is in the records. */
export interface DemoFacts {
  readonly folder: string
  /** Transactions that were committed while the backup was taken. */
  readonly committed: number
  readonly damage: Damage
}

/** The record of the demo's drill. Throws `DemoFailed` unless it proved everything that a drill can. */
export async function provenDrill(store: string): Promise<DrillRecord> {
  const records = await readRecords(join(store, 'evidence'))
  const drill = records.find((record) => record.kind === 'drill')
  if (drill === undefined) throw new DemoFailed('the drill left no record')
  const { grade, proven, comparison, negativeControl, verdicts } = drill
  const equal = comparison !== undefined && comparison.equalCount === comparison.datasetCount
  const good = proven && grade === FULL_GRADE && equal && negativeControl?.detected === true
  if (good && verdicts.overall === 'met') return drill
  throw new DemoFailed(`the drill reached grade ${grade ?? 'none'} and its verdict is ${verdicts.overall}`)
}

async function readRecords(folder: string): Promise<readonly EvidenceRecord[]> {
  const entries = await readdir(folder, { recursive: true })
  const files = entries.filter((name) => name.endsWith('.json'))
  return Promise.all(
    files.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as EvidenceRecord),
  )
}

/** Says what was proven, and how. */
export function printProof(drill: DrillRecord, { committed, damage }: DemoFacts): void {
  const { comparison, verdicts, rpa, rta, phases, checks, negativeControl } = drill
  if (comparison !== undefined) {
    const rows = comparison.datasets.reduce((sum, { actualCount = 0 }) => sum + actualCount, 0)
    fact('data', `${comparison.equalCount} of ${comparison.datasetCount} datasets equal to the source,`)
    detail('', `${rows.toLocaleString('en')} rows by count and by digest`)
    fact(
      'objects',
      `${comparison.inventoryCount} more objects equal: indexes, triggers, sequences, grants, …`,
    )
  }
  fact('instant', `one, while ${committed.toLocaleString('en')} transactions were committed around it`)
  fact('checks', `${checks.filter(({ result }) => result === 'passed').length} of ${checks.length} passed`)
  fact('control', `one deliberate change to ${negativeControl?.dataset ?? ''} was noticed`)
  fact('grade', `${drill.grade} of ${FULL_GRADE}`)
  fact('RPO', verdictText(verdicts.rpo, rpa?.ageMs, rpa?.objectiveMs))
  fact('RTO', verdictText(verdicts.rto, rta?.measuredMs, rta?.objectiveMs))
  detail('', phases.map(({ name, durationMs }) => `${name} ${duration(durationMs)}`).join(', '))
  fact('damage', `one flipped bit in ${bytes(damage.bytes)} was caught: exit code 4`)
}

/** Says where everything is, and how to be rid of it. */
export function printPlaces({ folder }: Pick<DemoFacts, 'folder'>): void {
  console.log(`\n  project    ${folder}`)
  console.log('  records    store/evidence/ in it, and published: git show lifeboat-evidence --stat')
  console.log(`  remove     rm -rf ${folder}`)
}
