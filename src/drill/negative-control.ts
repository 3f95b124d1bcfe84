import type { Engine, EngineContext } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { specOf, type Fingerprint } from '../core/fingerprint.ts'
import type { DrillRecord } from '../core/record.ts'
import type { Compare } from './compare.ts'

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
  const { equal } = request.compare(
    { ...expected, datasets: only, inventory: [], schema: damaged.schema },
    { ...damaged, inventory: [] },
  )
  return { seed, dataset, change, detected: !equal }
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
