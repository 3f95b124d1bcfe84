import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openActionScene, type ActionScene } from '../support/github/actions/action-scene.ts'
import type { StepEnd } from '../support/github/actions/start-action.ts'
import { graphQLError, secondaryLimit } from '../support/github/api/answers.ts'
import { startFakeGitHub, type Fault, type FakeGitHub } from '../support/github/api/fake-github.ts'
import { spotSecrets } from '../support/spot-secrets.ts'

let scene: ActionScene
let github: FakeGitHub

beforeAll(async () => {
  scene = await openActionScene(inject('dist'))
  github = await startFakeGitHub()
})
afterAll(async () => {
  await github?.[Symbol.asyncDispose]()
  await scene?.[Symbol.asyncDispose]()
})

const token = (): string => github.environment['GITHUB_TOKEN'] ?? ''

/** One more backup, so that there is something to publish. */
async function backUp(): Promise<void> {
  const end = await scene.run({ inputs: { command: 'backup', targets: 'shop', artifact: 'false' } })
  expect(end.exitCode).toBe(0)
}

async function collect(): Promise<StepEnd> {
  const { GITHUB_API_URL, GITHUB_REPOSITORY } = github.environment
  const environment = { GITHUB_API_URL: GITHUB_API_URL ?? '', GITHUB_REPOSITORY: GITHUB_REPOSITORY ?? '' }
  return await scene.run({ inputs: { command: 'collect', token: token(), artifact: 'false' }, environment })
}

const published = (end: StepEnd): unknown => JSON.parse(end.outputs['result'] ?? '{}')

test('records are committed by the API with the token of the step, which is nowhere else', async () => {
  await backUp()
  const end = await collect()
  expect(published(end)).toMatchObject({ exitCode: 0, branch: 'main', added: 1 })
  expect(github.asked).toContain('createCommit')
  expect(end.outputs['commit']).toBe(github.repository.refOf('main'))
  expect(end.masks).toContain(token())
  expect(spotSecrets({ token: token() }, [end.shown, end.stderr, end.summary].join('\n'))).toEqual([])
})

const PASSING: readonly (readonly [string, Fault])[] = [
  [
    'others were first',
    { on: ['createCommit'], answer: graphQLError('STALE_DATA', 'Expected branch to point to "0"'), times: 2 },
  ],
  ['a secondary rate limit', { on: ['createCommit'], answer: secondaryLimit(1) }],
]

test.each(PASSING)('%s: published nevertheless', async (_name, fault) => {
  await backUp()
  github.interfere(fault)
  expect(published(await collect())).toMatchObject({ exitCode: 0, added: 1 })
})

test('a ruleset refuses: exit 8 with the fix, and the next run publishes the records', async () => {
  await backUp()
  github.state.protectedBranches.add('main')
  const end = await collect()
  expect(end.exitCode).toBe(8)
  expect(end.annotations).toHaveLength(1)
  expect(end.annotations[0]).toMatchObject({ level: 'error', title: 'lifeboat evidence-undelivered' })
  expect(end.annotations[0]?.message).toMatch(/\nfix: [\s\S]*pull-request/)
  github.recover()
  expect(published(await collect())).toMatchObject({ exitCode: 0, added: 1 })
})
