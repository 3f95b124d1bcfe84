import type { Capabilities } from '../../core/engine.ts'
import type { RestoreRecord } from '../../core/record.ts'
import type { RestorePlan } from '../../restore/plan.ts'
import { ANCHOR_WORDS } from './describe-backup.ts'
import { bytes, duration, line, plural, recordLines, seconds } from './lines.ts'

type Loading = Pick<Capabilities, 'loads'>

/** What a restore is about to do, before anything is done. */
export function describePlan(plan: RestorePlan, loading: Loading): string {
  return [
    `plan: restore ${plan.target} into ${plan.destination.address}`,
    line(
      'backup',
      `${plan.backup.id}, the data of ${seconds(plan.consistency.fromAt)} (${duration(plan.ageMs)} ago)`,
    ),
    line('from', `${plan.source.address} (${plan.source.version})`),
    line('into', `${plan.destination.address} (${plan.destination.version}), ${presence(plan, loading)}`),
    line('fetch', `${bytes(plan.storedBytes)} from ${plan.storeLocation}`),
    line('anchor', ANCHOR_WORDS[plan.anchor]),
    line('then', plan.compares ? 'load, compare with the fingerprint, record' : UNCOMPARED),
  ].join('\n')
}

const UNCOMPARED = 'load, record; NOTHING IS COMPARED: the backup has no fingerprint'

/** A destination that is a whole server runs already: only a database on one can be created. */
function presence({ exists, objects }: RestorePlan, { loads }: Loading): string {
  if (!exists && loads === 'server') return 'will be created'
  return objects === 0 ? 'exists and is empty' : `exists and holds ${plural(objects, 'object')}`
}

/** A restore record as a person reads it. */
export function describeRestore(record: RestoreRecord): string {
  const { target, backup, outcome, destination, comparison, durationMs } = record
  const where = destination?.address ?? ''
  return [
    outcome === 'succeeded'
      ? `${target}: backup ${backup?.id ?? ''} restored into ${where} in ${duration(durationMs)}${comparison === undefined ? ', NOT COMPARED with the source' : ''}`
      : `${target}: NOT RESTORED (${outcome})${where === '' ? '' : `, destination ${where}`}`,
    ...(comparison === undefined
      ? []
      : [
          line(
            'datasets',
            `${comparison.equalCount} of ${comparison.datasetCount} equal, schema ${comparison.schemaEqual ? 'equal' : 'DIFFERENT'}`,
          ),
        ]),
    ...(comparison?.datasets
      .filter(({ result }) => result !== 'equal')
      .map(({ name, result }) => line('difference', `${name}: ${result}`)) ?? []),
    ...(comparison?.inventoryDifferences.map((text) => line('difference', text)) ?? []),
    ...recordLines(record),
  ].join('\n')
}
