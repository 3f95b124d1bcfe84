import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describePlan, droppedOf } from '../../../src/cli/output/describe-prune.ts'
import { retentionPlan } from '../../../src/retention/retention-plan.ts'
import type { RetentionInput } from '../../../src/retention/scene.ts'

const folder = join(import.meta.dirname, 'cases')
const cases = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.replace('.json', ''))

function inputOf(name: string): RetentionInput {
  const written = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as RetentionInput
  return { ...written, now: new Date(written.now) }
}

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(10)
})

test.each(cases)('%s', async (name) => {
  const plan = retentionPlan(inputOf(name))
  const text = `drop ${droppedOf(plan)}\n\n${describePlan(plan)}\n`
  await expect(text).toMatchFileSnapshot(join(folder, `${name}.txt`))
})
