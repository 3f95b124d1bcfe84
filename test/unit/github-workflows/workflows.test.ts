import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { verbs } from '../../../src/cli/verbs.ts'
import { ROOT } from '../../support/docs/blocks.ts'
import { jobs, workflows } from '../../support/workflows/workflows.ts'

const OWN_ACTION = './.lifeboat-action'
const metadata = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
}
const calls = jobs.flatMap(({ name, job }) =>
  (job.steps ?? [])
    .filter(({ uses }) => uses === OWN_ACTION)
    .map((step) => ({ name, inputs: (step.with ?? {}) as Readonly<Record<string, string>> })),
)

test('what the workflows give to the action are its inputs', () => {
  expect(calls.length).toBeGreaterThan(6)
  const unknown = calls.flatMap(({ name, inputs }) =>
    Object.keys(inputs)
      .filter((input) => !(input in metadata.inputs))
      .map((input) => `${name}: ${input}`),
  )
  expect(unknown).toEqual([])
  const read = workflows.flatMap(({ text }) => [...text.matchAll(/steps\.plan\.outputs\.([\w-]+)/g)])
  expect(read.map(([, output]) => output).filter((output = '') => !(output in metadata.outputs))).toEqual([])
})

test.each(calls.filter(({ inputs }) => !inputs['command']?.includes('${{')))(
  '$name runs a verb that exists, with its options',
  ({ inputs }) => {
    const verb = verbs.find(({ name }) => name === inputs['command'])
    expect(verb).toBeDefined()
    const known = (verb?.options ?? []).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0])
    const given = [...(inputs['args'] ?? '').matchAll(/--[a-z-]+/g)].map(([option]) => option)
    expect(given.filter((option) => !known.includes(option))).toEqual([])
  },
)

test.each(workflows)(
  '$file grants nothing but by job, each permission with a reason',
  ({ text, permissions }) => {
    expect(permissions).toEqual({})
    const grants = [...text.matchAll(/^ {6}[a-z-]+: (?:read|write)(.*)$/gm)]
    expect(grants.filter(([, comment = '']) => !/^ # \S/.test(comment)).map(([line]) => line)).toEqual([])
  },
)

test.each(jobs)('$name asks for permissions, and ends', ({ job }) => {
  expect(job.permissions).toBeDefined()
  expect(job['timeout-minutes'] ?? job.uses).toBeDefined()
})

test('whoever has the secrets of databases cannot write to the repository', () => {
  const withSecrets = jobs.filter(({ job }) =>
    /secrets\.LIFEBOAT_(RESTORE_)?ENV/.test(JSON.stringify(job.steps ?? [])),
  )
  expect(withSecrets.map(({ name }) => name)).toEqual([
    '.github/workflows/restore.yml plan',
    '.github/workflows/restore.yml restore',
    '.github/workflows/run.yml run',
  ])
  expect(withSecrets.map(({ job }) => job.permissions?.['contents'])).toEqual(['read', 'read', 'read'])
})

test('whoever commits evidence waits for others, and is never cancelled by them', () => {
  const writers = jobs.filter(
    ({ job }) => job.permissions?.['contents'] === 'write' && JSON.stringify(job).includes(OWN_ACTION),
  )
  expect(writers.length).toBe(3)
  for (const { job } of writers) expect(job.concurrency).toEqual({ group: 'lifeboat-evidence', queue: 'max' })
})

test('the report is built even when nothing could be published before it', () => {
  const steps = jobs.find(({ name }) => name === '.github/workflows/report.yml report')?.job.steps ?? []
  const report = steps.find((step) => step.with?.['command'] === 'report')
  expect(report?.if).toBe('${{ !cancelled() }}')
})

test('nothing is expanded in a shell, and every action is pinned by commit and says its version', () => {
  const steps = jobs.flatMap(({ job }) => job.steps ?? [])
  expect(steps.filter(({ run }) => run?.includes('${{') === true)).toEqual([])
  const lines = workflows.flatMap(({ text }) => text.match(/uses: (?!\.\/|OWNER).*/g) ?? [])
  expect(lines.length).toBeGreaterThan(15)
  expect(lines.filter((line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([])
})

test('every schedule has an odd minute, and no workflow with secrets runs for pull requests', () => {
  const minutes = workflows.flatMap(({ text }) =>
    [...text.matchAll(/cron: '?(\S+)/g)].map(([, minute]) => Number(minute)),
  )
  expect(minutes.filter((minute) => minute % 2 !== 1)).toEqual([])
  const forPulls = workflows.filter(({ on }) =>
    Object.keys(on).some((event) => event.startsWith('pull_request')),
  )
  expect(forPulls.map(({ text }) => /secrets\.|: write/.exec(text)?.[0]).filter(Boolean)).toEqual([': write'])
  expect(forPulls.filter(({ text }) => text.includes('pull_request_target'))).toEqual([])
})
