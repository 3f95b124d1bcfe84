import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import {
  dispatch,
  pullRequest,
  REPOSITORY,
  workflowRun,
  type StartingEvent,
} from '../support/github/actions/events.ts'
import { runStep, type Step, type StepEnd } from '../support/github/actions/start-action.ts'

let temporary: string

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'lb-guards-'))
  await writeFile(join(temporary, 'lifeboat.yaml'), CONFIGURATION)
})
afterAll(() => rm(temporary, { recursive: true, force: true }))

/** Its secret comes from a command that leaves a mark. */
const CONFIGURATION = `
version: 1
project: guarded
stores: { primary: { type: filesystem, path: store } }
targets:
  shop:
    engine: postgres
    connection: { url: { command: [touch, mark] } }
`

function run(step: Step): Promise<StepEnd> {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: temporary, TMPDIR: temporary }
  return runStep({ dist: inject('dist'), directory: temporary, temporary, environment }, step)
}

const exists = (name: string): Promise<boolean> =>
  access(join(temporary, name)).then(
    () => true,
    () => false,
  )

const FOREIGN: readonly (readonly [string, StartingEvent])[] = [
  ['a fork', pullRequest('mallory/shop')],
  ['a fork, with the rights of the base', pullRequest('mallory/shop', 'pull_request_target')],
  ['a fork that is gone', pullRequest(null)],
  ['a fork, by way of another workflow', workflowRun('mallory/shop')],
]

test.each(FOREIGN)('a pull request from %s gets nothing done, and is told so', async (_name, event) => {
  const end = await run({ inputs: { command: 'backup' }, event })
  expect(end.exitCode).toBe(6)
  expect(end.annotations[0]).toMatchObject({ level: 'error', title: 'lifeboat untrusted-event' })
  expect(end.annotations[0]?.message).toMatch(
    /backup does not run for a pull request from .*\nwhy: .*secrets\nfix: /,
  )
  expect(end.summary).toContain('refused, nothing was changed')
  expect([await exists('store'), await exists('mark')]).toEqual([false, false])
})

test('a pull request from a fork may have its configuration looked at', async () => {
  const inputs = { command: 'validate', args: '--offline' }
  const end = await run({ inputs, event: pullRequest('mallory/shop') })
  expect(end.shown).toContain('lifeboat.yaml is valid')
  expect(await exists('mark')).toBe(false)
})

test('a pull request from the repository itself runs, but no command for a secret', async () => {
  const end = await run({ inputs: { command: 'backup' }, event: pullRequest(REPOSITORY) })
  expect(end.exitCode).toBe(7)
  expect(end.annotations[0]?.title).toBe('lifeboat shop secret-missing')
  expect(end.annotations[0]?.message).toContain('commands are never run for pull requests')
  expect(await exists('mark')).toBe(false)
  await run({ inputs: { command: 'backup' }, event: dispatch })
  expect(await exists('mark')).toBe(true)
})

const BAD: readonly (readonly [inputs: Readonly<Record<string, string>>, told: RegExp])[] = [
  [{ command: 'bakcup' }, /there is no command "bakcup"; did you mean backup\?/],
  [{ command: 'backup', 'fail-on': 'always' }, /the input fail-on is "always"/],
  [{ command: 'backup', into: 'elsewhere' }, /unknown option '--into=elsewhere'/],
  [{ command: 'backup', targets: '--no-fingerprint' }, /There is no target --no-fingerprint/],
]

test.each(BAD)('bad input %j: exit 2, told once', async (inputs, told) => {
  const end = await run({ inputs })
  expect(end.exitCode).toBe(2)
  expect(end.annotations.filter(({ level }) => level === 'error')).toHaveLength(1)
  expect(end.annotations.map(({ message }) => message).join('\n')).toMatch(told)
})

test('what is not ours cannot command the runner', async () => {
  const hostile = '::error::one \r::set-env name=PATH::/evil \u0085::stop-commands::x ##[add-path]/evil'
  // With the others an argument is refused before anything of it is shown.
  const printable = hostile.replaceAll(/[\r\u0085]/g, ' ')
  const allowed = new Set(['add-mask', 'debug', 'error', 'warning', 'group', 'endgroup'])
  const refused = 'an argument holds a control character'
  const cases = [
    { inputs: { command: hostile }, told: '::error::one' },
    { inputs: { command: 'backup', args: `--x=${printable}` }, told: '::error::one' },
    { inputs: { command: 'backup', targets: printable }, told: '::error::one' },
    { inputs: { command: 'backup', args: `--x=\u0085${printable}` }, told: refused },
    { inputs: { command: 'backup', targets: hostile }, told: refused },
  ]
  for (const { inputs, told } of cases) {
    const end = await run({ inputs })
    expect(end.exitCode).toBe(2)
    expect(end.shown).toContain(told)
    expect(end.commands.filter((name) => !allowed.has(name))).toEqual([])
    expect(end.annotations.filter(({ title }) => !title.startsWith('lifeboat'))).toEqual([])
  }
})

test('a report and a summary that cannot be written are warnings: the verdict and its outputs stay', async () => {
  const nowhere = join(temporary, 'nowhere')
  const environment = { RUNNER_TEMP: nowhere, GITHUB_STEP_SUMMARY: join(nowhere, 'summary') }
  const end = await run({ inputs: { command: 'list', targets: 'absent' }, environment })
  expect(end.exitCode).toBe(2)
  expect(end.outputs).toMatchObject({
    'exit-code': '2',
    failed: '1',
    'report-path': '',
    'record-paths': '[]',
  })
  const warnings = end.annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)
  expect(warnings).toEqual([
    expect.stringMatching(/^the report of this run could not be written: /),
    expect.stringMatching(/^the summary of this run could not be written: /),
  ])
})
