import fc from 'fast-check'
import type { Fingerprint } from '../../src/core/fingerprint.ts'

const label = fc.stringMatching(/^[a-z]{1,8}$/)
const hex = fc.stringMatching(/^[0-9a-f]{16}$/)

/** A well-formed fingerprint, from the source and exact, in which nothing is derived. */
export const fingerprints: fc.Arbitrary<Fingerprint> = fc.record({
  format: fc.constant('lifeboat-fingerprint/1' as const),
  engine: fc.constant('postgres'),
  comparableWithin: fc.constant('postgres 16'),
  origin: fc.constant('source' as const),
  seed: hex,
  coverage: fc.constant({ kind: 'exact' as const }),
  datasets: fc.uniqueArray(
    fc.record({
      name: label,
      kind: fc.constantFrom('table', 'sequence'),
      count: fc.nat(),
      digest: hex,
      method: fc.constant('text-hash/1'),
      rule: fc.constant('equal' as const),
    }),
    { minLength: 1, maxLength: 6, selector: ({ kind, name }) => `${kind} ${name}` },
  ),
  leftOut: fc.constant([]),
  inventory: fc.uniqueArray(
    fc.oneof(
      fc.record({ kind: fc.constant('index'), name: label, value: hex, rule: fc.constant('equal' as const) }),
      fc.record({
        kind: fc.constant('sequence'),
        name: label,
        value: fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String),
        rule: fc.constant('atLeast' as const),
      }),
    ),
    { minLength: 1, maxLength: 6, selector: ({ kind, name }) => `${kind} ${name}` },
  ),
  schema: fc.record({ digest: hex, method: fc.constant('canonical/1') }),
})
