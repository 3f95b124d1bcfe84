import { expect, test } from 'vitest'
import { assertNative, nativeLimitations } from '../../../../../src/engines/clickhouse/native/version.ts'

test.each(['23.8.1.1', '24.7.6.8'])('%s is too old for native mode', (version) => {
  expect(() => assertNative(version)).toThrow(expect.objectContaining({ code: 'server-unsupported' }))
})

test.each([
  ['24.8.1.1', 1],
  ['25.3.13.19', 1],
  ['25.3.14.14', 0],
  ['25.9.9.1', 1],
  ['25.12.5.44', 0],
  ['26.1.0.1', 0],
  ['26.9.2.1', 0],
] as const)('%s is taken, with %i warnings about its rights', (version, warnings) => {
  expect(() => assertNative(version)).not.toThrow()
  expect(nativeLimitations(version)).toHaveLength(warnings)
})
