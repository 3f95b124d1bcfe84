import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openActionScene, type ActionScene } from '../support/github/actions/action-scene.ts'
import { dispatch, schedule } from '../support/github/actions/events.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/github/api/fake-github.ts'
import { callWorkflow, type Call, type CalledWorkflow } from '../support/workflows/run-job.ts'
import { workflows } from '../support/workflows/workflows.ts'

let scene: ActionScene
let github: FakeGitHub
let LIFEBOAT_ENV: string
let LIFEBOAT_STORE_ENV: string

beforeAll(async () => {
  scene = await openActionScene(inject('dist'))
  await scene.cli.configure({ defaults: { schedule: { backup: '17 2 * * *' }, objectives: { rpo: '25h' } } })
  github = await startFakeGitHub()
  const { SHOP_URL, SLOW_URL, SCENE_IDENTITY, LIFEBOAT_EVIDENCE_KEY } = scene.cli.environment
  LIFEBOAT_STORE_ENV = `LIFEBOAT_EVIDENCE_KEY='${LIFEBOAT_EVIDENCE_KEY}'\n`
  LIFEBOAT_ENV = `${LIFEBOAT_STORE_ENV}SHOP_URL=${SHOP_URL}\nSLOW_URL=${SLOW_URL}\nSCENE_IDENTITY=${SCENE_IDENTITY}\n`
})
afterAll(async () => {
  await github?.[Symbol.asyncDispose]()
  await scene?.[Symbol.asyncDispose]()
})

/** Of its secrets a job has only those that its file gives to it. */
function call(file: string, { inputs, event }: Omit<Call, 'environment'>): CalledWorkflow {
  const { GITHUB_API_URL = '', GITHUB_REPOSITORY = '', GITHUB_TOKEN = '' } = github.environment
  const none = { SHOP_URL: '', SLOW_URL: '', SCENE_IDENTITY: '', LIFEBOAT_EVIDENCE_KEY: '' }
  const environment = { ...none, GITHUB_API_URL, GITHUB_REPOSITORY, INPUT_TOKEN: GITHUB_TOKEN }
  return callWorkflow(file, scene, { inputs, event, environment })
}

const RUN = '.github/workflows/run.yml'
const textOf = (file: string): string => workflows.find((one) => one.file === file)?.text ?? ''

test('a tick backs up what is due, once, and its records are committed', async () => {
  const run = call(RUN, { inputs: { command: 'backup' }, event: schedule })
  const secrets = { LIFEBOAT_ENV, LIFEBOAT_STORE_ENV }
  const condition = /needs: plan\n {4}if: (.*)/.exec(textOf(RUN))?.[1] ?? ''
  const [plan] = await run.job('plan', { secrets })
  expect(plan?.exitCode).toBe(0)
  const needs = { plan: { outputs: plan?.outputs ?? {} } }
  expect(run.evaluate(condition, { secrets, needs })).toBe(true)
  const matrix = run.evaluate('fromJSON(needs.plan.outputs.result).matrix', { secrets, needs })
  expect(matrix).toEqual({ include: [{ target: 'shop' }, { target: 'slow' }] })
  for (const target of ['shop', 'slow']) {
    const [end] = await run.job('run', { secrets, matrix: { target } })
    expect(end).toMatchObject({ exitCode: 0, outputs: { succeeded: '1', failed: '0' } })
  }
  const [collected] = await run.job('collect', { secrets })
  expect(collected?.exitCode).toBe(0)
  expect(collected?.outputs['commit']).toBe(github.repository.refOf('main'))
  const [again] = await run.job('plan', { secrets })
  expect(run.evaluate(condition, { secrets, needs: { plan: { outputs: again?.outputs ?? {} } } })).toBe(false)
})

test('by hand it backs up whatever is due or not', async () => {
  const run = call(RUN, { inputs: { command: 'backup', due: false }, event: dispatch })
  const secrets = { LIFEBOAT_ENV, LIFEBOAT_STORE_ENV }
  const [plan] = await run.job('plan', { secrets })
  expect(JSON.parse(plan?.outputs['result'] ?? '{}')).toMatchObject({ matrix: { include: [{}, {}] } })
  const [end] = await run.job('run', { secrets, matrix: { target: 'shop' } })
  expect(end).toMatchObject({ exitCode: 0, outputs: { succeeded: '1' } })
})

test('a restore puts back the backup of its plan, and a wrong name restores nothing', async () => {
  const inputs = { target: 'shop', into: 'shop_restored', confirm: 'shop_restored' }
  const restore = call('.github/workflows/restore.yml', { inputs, event: dispatch })
  const secrets = { LIFEBOAT_ENV, LIFEBOAT_RESTORE_ENV: LIFEBOAT_ENV, LIFEBOAT_STORE_ENV }
  const again = call(RUN, { inputs: { command: 'backup', due: false }, event: dispatch })
  await again.job('run', { secrets, matrix: { target: 'shop' } })
  const [plan] = await restore.job('plan', { secrets })
  expect(plan?.exitCode).toBe(0)
  expect(plan?.summary).toMatch(/plan: restore shop into .*shop_restored[^]*backup  *\d{8}T/)
  const { backup } = JSON.parse(plan?.outputs['result'] ?? '{}') as { readonly backup: string }
  await again.job('run', { secrets, matrix: { target: 'shop' } })
  const needs = { plan: { outputs: plan?.outputs ?? {} } }
  const wrong = call('.github/workflows/restore.yml', {
    inputs: { ...inputs, confirm: 'shop' },
    event: dispatch,
  })
  expect((await wrong.job('restore', { secrets, needs }))[0]?.exitCode).toBe(6)
  const [end] = await restore.job('restore', { secrets, needs })
  expect(end?.exitCode).toBe(0)
  expect(JSON.parse(end?.outputs['backup-ids'] ?? '[]')).toEqual([backup])
})

test('a restore into another destination than its plan showed is refused', async () => {
  const inputs = { target: 'shop', into: 'env:SHOP_COPY', confirm: 'shop_copy' }
  const restore = call('.github/workflows/restore.yml', { inputs, event: dispatch })
  const { host, urlOf } = scene.cli.source.server
  const planned = urlOf('shop_copy')
  // The same server by another name: what was shown to whoever approved is not where it would go.
  const other = planned.replace(`@${host}:`, '@localhost:')
  expect(other).not.toBe(planned)
  const secretsWith = (url: string): Record<string, string> => ({
    LIFEBOAT_ENV: `${LIFEBOAT_ENV}SHOP_COPY=${planned}\n`,
    LIFEBOAT_RESTORE_ENV: `${LIFEBOAT_ENV}SHOP_COPY=${url}\n`,
  })
  const [plan] = await restore.job('plan', { secrets: secretsWith(planned) })
  expect(plan?.outputs['result']).not.toContain(host)
  const needs = { plan: { outputs: plan?.outputs ?? {} } }
  const [refused] = await restore.job('restore', { secrets: secretsWith(other), needs })
  expect(refused?.exitCode).toBe(6)
  expect(refused?.annotations[0]?.title).toBe('lifeboat shop destination-not-planned')
  const [none] = await restore.job('restore', {
    secrets: secretsWith(planned),
    needs: {
      plan: {
        outputs: {
          result: plan?.outputs['result']?.replace(/"destination":"\w+"/, '"destination":""') ?? '',
        },
      },
    },
  })
  expect(none?.exitCode).toBe(6)
  const [end] = await restore.job('restore', { secrets: secretsWith(planned), needs })
  expect(end?.exitCode).toBe(0)
})

test('the report is committed by a job that has no secret of a database', async () => {
  const before = github.repository.refOf('main')
  const report = call('.github/workflows/report.yml', { inputs: {}, event: schedule })
  const [collected, reported] = await report.job('report', { secrets: { LIFEBOAT_STORE_ENV } })
  expect(collected?.exitCode).toBe(0)
  expect([0, 5]).toContain(reported?.exitCode)
  const commit = reported?.outputs['commit'] ?? ''
  expect(commit).not.toBe(before)
  expect(commit).toBe(github.repository.refOf('main'))
  const changed = github.repository.run(['diff-tree', '--no-commit-id', '--name-only', '-r', commit])
  expect(changed.split('\n')).toContain('reports/README.md')
})
