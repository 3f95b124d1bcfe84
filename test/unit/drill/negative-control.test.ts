import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Engine, EngineContext } from '../../../src/core/engine.ts'
import type { DatasetFingerprint, Fingerprint } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import {
  requireDetection,
  runNegativeControl,
  type NegativeControl,
} from '../../../src/drill/negative-control.ts'
import { fingerprints } from '../../support/fingerprints.ts'

const [whole] = fc.sample(fingerprints, { numRuns: 1, seed: 7 }) as [Fingerprint]
const dataset: DatasetFingerprint = { ...whole.datasets[0]!, name: 'orders', kind: 'table' }
const expected: Fingerprint = { ...whole, datasets: [dataset, { ...dataset, name: 'customers' }] }

/** The negative control of an engine that damages `orders` and then finds these datasets. */
async function control(found: readonly DatasetFingerprint[], damaged = 'orders'): Promise<NegativeControl> {
  const answers: Partial<Engine> = {
    tamper: async () => ({ dataset: damaged, change: 'one row removed' }),
    fingerprint: async () => ({ ...expected, datasets: found }),
  }
  const engine = answers as Engine
  const context = {} as EngineContext
  const result = await runNegativeControl({ engine, connection: {}, expected, seed: '00', compare, context })
  return result!
}

test.each<[string, Partial<DatasetFingerprint>]>([
  ['another digest', { digest: '00' }],
  ['another count', { count: dataset.count + 1 }],
])('%s of the damaged dataset is noticed', async (_, change) => {
  expect(await control([{ ...dataset, ...change }])).toMatchObject({ detected: true })
})

test.each<[string, readonly DatasetFingerprint[]]>([
  ['nothing at all', []],
  ['the dataset as it was', [dataset]],
  ['the dataset under another kind', [{ ...dataset, kind: 'view' }]],
  ['the dataset by another method', [{ ...dataset, method: 'other/1', digest: '00' }]],
  ['another count by another method', [{ ...dataset, method: 'other/1', count: dataset.count + 1 }]],
  ['the dataset as it was and another one', [dataset, { ...dataset, name: 'unexpected' }]],
])('a second fingerprint of %s has noticed nothing', async (_, found) => {
  const result = await control(found)
  expect(result.detected).toBe(false)
  expect(() => requireDetection(result)).toThrow(expect.objectContaining({ code: 'drill-invalid' }) as Error)
})

test('a dataset that the control added is noticed when it is found, under its own name', async () => {
  const added = { ...dataset, name: 'added' }
  expect(await control([added], 'added')).toMatchObject({ detected: true })
  expect(await control([], 'added')).toMatchObject({ detected: false })
  expect(await control([{ ...dataset, name: 'another' }], 'added')).toMatchObject({ detected: false })
  expect(await control([added, dataset], 'added')).toMatchObject({ detected: false })
})
