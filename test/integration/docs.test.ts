import { afterAll, beforeAll, expect, test } from 'vitest'
import { blocksOf, examplesOf } from '../support/docs/blocks.ts'
import { firstMissing } from '../support/docs/compare.ts'
import { openProject, type Project } from '../support/docs/project.ts'

/** Run in this order in one project, as a reader would. */
const RUN = [
  'README.md',
  'docs/drills.md',
  'docs/evidence.md',
  'docs/troubleshooting.md',
  'docs/schedules.md',
  'docs/retention.md',
  'docs/health.md',
]
const examples = (
  await Promise.all(
    RUN.map(async (document) => (await blocksOf(document)).map((block) => ({ document, ...block }))),
  )
)
  .flat()
  .filter(({ kind }) => kind === 'console' || kind.startsWith('yaml '))

let project: Project
beforeAll(async () => {
  project = await openProject()
})
afterAll(() => project[Symbol.asyncDispose]())

test.each(examples)('$document:$line holds', async (block) => {
  if (block.kind !== 'console') return project.write(block)
  const printed = await project.run(block)
  for (const [index, { command, shown }] of examplesOf(block.text).entries()) {
    const missing = firstMissing(shown, printed[index] ?? [])
    expect(missing, `${command} printed:\n${printed[index]?.join('\n')}`).toBeUndefined()
  }
})

test('the documented grants are enough for a backup', async () => {
  const [grants] = (await blocksOf('docs/engines.md')).filter(({ kind }) => kind === 'sql grants')
  const login = `export ORDERS_URL="$(sed 's#//[^@]*@#//lifeboat_backup:change-me@#' <<< "$ORDERS_URL")"`
  const before = `psql "$ORDERS_URL" -q <<< "${grants?.text}"\n${login}`
  const text = '$ lifeboat backup orders\n$ lifeboat drill orders\n'
  const [backup, drill] = await project.run({ kind: '', line: 0, text, notes: new Map([['before', before]]) })
  expect(backup?.join('\n')).toContain('2 datasets, 20500 items')
  expect(drill?.[0]).toContain('PROVEN')
})
