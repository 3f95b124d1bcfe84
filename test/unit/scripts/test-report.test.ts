import { join } from 'node:path'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../../scripts/lib/root.ts'
import { emptySuites } from '../../../scripts/lib/test-report.ts'

test('a suite without a test file is named', () => {
  const name = join(repositoryRoot, 'test/unit/core/errors.test.ts')
  const report = { success: true, testResults: [{ name, status: 'passed', assertionResults: [] }] }
  expect(emptySuites(report, ['unit', 'faults'])).toEqual(['faults'])
})
