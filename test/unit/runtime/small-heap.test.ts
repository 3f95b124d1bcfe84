import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'

const CHILD = join(import.meta.dirname, '../../support/buffers-child.ts')

test('buffers that pass do not pile up, however many were in use at once before', () => {
  const { atMost } = JSON.parse(execFileSync(process.execPath, [CHILD], { encoding: 'utf8' })) as {
    readonly atMost: number
  }
  // 13 MiB are in use; without the bound 128 lie about.
  expect(atMost).toBeGreaterThan(12)
  expect(atMost).toBeLessThan(90)
})
