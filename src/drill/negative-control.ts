import type { Engine, EngineContext } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { specOf, type DatasetFingerprint, type Fingerprint } from '../core/fingerprint.ts'
import type { DrillRecord } from '../core/record.ts'
import type { Compare, Comparison } from './compare.ts'

export interface ControlRequest {
  readonly engine: Engine
  readonly connection: unknown
  /** What the comparison found equal. */
  readonly expected: Fingerprint
  readonly seed: string
  readonly compare: Compare
  readonly context: EngineContext
}

export type NegativeControl = NonNullable<DrillRecord['negativeControl']>

/** Damages the copy on purpose and compares again; undefined when there is nothing to damage. */
export async function runNegativeControl(request: ControlRequest): Promise<NegativeControl | undefined> {
  const { engine, connection, expected, seed, context } = request
  const tampering = await engine.tamper(connection, { fingerprint: expected, seed }, context)
  if (tampering === undefined) return undefined
  const { dataset, change } = tampering
  const damaged = await engine.fingerprint(connection, specOf(expected, [dataset]), context)
  const only = expected.datasets.filter(({ name }) => name === dataset)
  const comparison = request.compare(
    { ...expected, datasets: only, inventory: [], schema: damaged.schema },
    { ...damaged, inventory: [] },
  )
  const sameVersion = expected.comparableWithin === damaged.comparableWithin
  return { seed, dataset, change, detected: sameVersion && noticed(comparison, dataset, only) }
}

/**
 * Damage is noticed when exactly the damaged dataset is different by the same method, or unexpected when it was not there
 * before; what is missing was not looked at.
 */
function noticed(
  { equal, datasets }: Comparison,
  dataset: string,
  before: readonly DatasetFingerprint[],
): boolean {
  const [found, ...others] = datasets.filter(({ result }) => result !== 'equal')
  if (equal || found === undefined || others.length > 0 || found.name !== dataset) return false
  if (before.length === 0) return found.result === 'unexpected'
  const isSame = before.some(({ kind }) => kind === found.kind)
  return isSame && found.result === 'different' && found.expected?.method === found.actual?.method
}

/** Throws `drill-invalid` when the damage went unnoticed: whatever the comparison said before is then worth nothing. */
export function requireDetection({ detected, change, seed }: NegativeControl): void {
  if (detected) return
  throw new LifeboatError({
    code: 'drill-invalid',
    what: 'the comparison did not notice a deliberate change, so its result is worth nothing',
    why: `${change} (seed ${seed}) was called equal`,
    fix: 'report this as a bug; until it is mended no drill of this engine proves anything',
  })
}
