import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findingsOf } from '../../../src/config/findings/findings-of.ts'
import { loadConfiguration } from '../../../src/config/load.ts'

test('the sample fleet of this repository can meet what it promises', async () => {
  const directory = join(import.meta.dirname, '../../..')
  const configuration = await loadConfiguration({ env: {}, directory })
  expect(configuration.targets.map(({ engine }) => engine)).toEqual(['postgres', 'redis'])
  const findings = findingsOf(configuration, new Date('2026-11-21T00:00:00Z'))
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})
