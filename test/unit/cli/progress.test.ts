import { expect, test } from 'vitest'
import { progressText } from '../../../src/cli/output/progress.ts'

test('shows bytes, rate and time left where the total is known', () => {
  expect(progressText({ bytes: 50_000_000, totalBytes: 200_000_000 }, 1000)).toBe(
    '50 MB of 200 MB, 50 MB/s, 3s left',
  )
})

test('shows no time left where the total is unknown', () => {
  expect(progressText({ bytes: 50_000_000 }, 2000)).toBe('50 MB, 25 MB/s')
})
