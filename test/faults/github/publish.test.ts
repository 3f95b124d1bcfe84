import { describe, expect, test } from 'vitest'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { testContext } from '../../support/context.ts'
import { writeBackups } from '../../support/evidence/repository.ts'
import {
  badCredentials,
  badGateway,
  graphQLError,
  notFound,
  pointsExhausted,
  restError,
  secondaryLimit,
} from '../../support/github/api/answers.ts'
import type { Fault } from '../../support/github/api/fake-github.ts'
import { publishScene, type PublishScene } from '../../support/github/api/publish-scene.ts'

const AGAIN_AND_AGAIN = 1000
const protectedByRules = (scene: PublishScene): void => void scene.github.state.protectedBranches.add('main')
const faulty =
  (fault: Fault) =>
  (scene: PublishScene): void =>
    scene.github.interfere({ times: AGAIN_AND_AGAIN, ...fault })

const REFUSALS: readonly (readonly [string, (scene: PublishScene) => void, RegExp])[] = [
  ['a ruleset', protectedByRules, /branch of its own.*--publish pull-request.*GitHub App/],
  [
    'a branch protection',
    faulty({
      on: ['createCommit'],
      answer: graphQLError(
        'BRANCH_PROTECTION_RULE_VIOLATION',
        'Changes must be made through a pull request.',
      ),
    }),
    /--publish pull-request/,
  ],
  ['a token that may only read', (scene) => (scene.github.state.canWrite = false), /contents: write/],
  ['a token that is not known', faulty({ on: ['getRepository'], answer: badCredentials }), /GITHUB_TOKEN/],
  ['a repository out of sight', faulty({ on: ['getRepository'], answer: notFound }), /GITHUB_REPOSITORY/],
  ['an outage', faulty({ on: ['createCommit'], answer: badGateway }), /githubstatus/],
  ['connections that break', faulty({ on: ['getRef'] }), /githubstatus/],
  ['a server that does not answer', faulty({ on: ['getTree'], delayMs: 600 }), /githubstatus/],
  [
    'a secondary limit that does not end',
    faulty({ on: ['createCommit'], answer: secondaryLimit(1) }),
    /less often/,
  ],
  ['a secondary limit of unsaid length', faulty({ on: ['getRef'], answer: secondaryLimit() }), /less often/],
  [
    'a primary limit until later',
    faulty({ on: ['createCommit'], answer: pointsExhausted(new Date(Date.now() + 3_600_000)) }),
    /less often/,
  ],
]

describe('when GitHub refuses', () => {
  test.each(REFUSALS)('%s: exit 8 with the fix, and the next run publishes', async (_name, refuse, fix) => {
    await using refused = await publishScene({ patience: { answerMs: 400 } })
    await writeBackups(refused.bench, 1, 2)
    refuse(refused)
    const error: unknown = await refused.collect().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      code: 'evidence-undelivered',
      exitCode: 8,
      fix: expect.stringMatching(fix),
    })
    expect((error as { fix: string }).fix).toMatch(/safe in the stores/)
    expect(JSON.stringify([error, (error as Error).message])).not.toContain('ghs_fake')

    refused.github.recover()
    expect(await refused.collect()).toMatchObject({ added: 2, sequence: 1 })
    expect(await refused.report()).toMatchObject({ recordCount: 2, findings: [] })
  })
})

test('a ruleset that forbids to create the branch: exit 8 with the fix', async () => {
  await using scene = await publishScene()
  await writeBackups(scene.bench, 1, 1)
  const words = 'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n'
  scene.github.interfere({ on: ['createRef'], answer: restError(422, words) })
  await expect(scene.collect({ branch: 'evidence' })).rejects.toMatchObject({
    code: 'evidence-undelivered',
    fix: expect.stringContaining('GitHub App'),
  })
  expect(await scene.collect({ branch: 'evidence' })).toMatchObject({ added: 1 })
})

test('a run that is told to stop stops waiting, and nothing is published', async () => {
  await using scene = await publishScene({ patience: { limitMs: 3_600_000 } })
  await writeBackups(scene.bench, 1, 1)
  const stop = new AbortController()
  await using context = await testContext({
    signal: stop.signal,
    reporter: { report: ({ event }) => event === 'notice' && stop.abort() },
  })
  scene.github.interfere({ on: ['createCommit'], answer: secondaryLimit(3000) })
  const branch = await scene.open({}, context)
  const collecting = collectRecords({ stores: [await scene.bench.store()], branch, context })
  await expect(collecting).rejects.toMatchObject({ code: 'cancelled', exitCode: 130 })
  expect(await scene.collect()).toMatchObject({ added: 1, sequence: 1 })
})

describe('what passes', () => {
  test.each<readonly [string, Fault]>([
    ['an outage of a moment', { on: ['createCommit', 'getTree'], answer: badGateway, times: 3 }],
    ['a broken connection', { on: ['getRef'], times: 2 }],
    ['a secondary limit', { on: ['createCommit'], answer: secondaryLimit(1), times: 2 }],
    ['a primary limit', { on: ['getRef', 'createCommit'], answer: pointsExhausted(new Date(0)), times: 2 }],
  ])('%s is waited for', async (_name, fault) => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    scene.github.interfere(fault)

    expect(await scene.collect()).toMatchObject({ added: 2 })
    expect(await scene.report()).toMatchObject({ recordCount: 2, batchCount: 1, findings: [] })
  })

  test('a commit whose answer is lost counts as made, once', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    scene.github.interfere({ on: ['createCommit'], answer: badGateway, done: true })

    const collected = await scene.collect()

    expect(collected).toMatchObject({ added: 2, sequence: 1, commit: scene.github.repository.refOf('main') })
    expect(await scene.report()).toMatchObject({ recordCount: 2, batchCount: 1, findings: [] })
  })

  test('others who are first seven times', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    const words = 'Expected branch to point to "0" but it did not.  Pull and try again.'
    scene.github.interfere({ on: ['createCommit'], answer: graphQLError('STALE_DATA', words), times: 7 })

    expect(await scene.collect()).toMatchObject({ added: 2, sequence: 1 })
    expect(scene.github.asked.filter((kind) => kind === 'createCommit')).toHaveLength(8)
  })
})
