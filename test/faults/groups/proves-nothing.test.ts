import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectFailure } from '../../support/cli/failed-run.ts'
import { openTwoEngines, SESSIONS_RULE, type TwoEngines } from '../../support/groups/two-engines.ts'

let scene: TwoEngines

beforeAll(async () => {
  scene = await openTwoEngines()
})
afterAll(() => scene[Symbol.asyncDispose]())

const IDLE_RULE = {
  ...SESSIONS_RULE,
  name: 'nobody',
  truth: { target: 'orders', keys: 'select id::text from customers where false' },
  derived: { target: 'sessions', keys: { match: 'nobody:*' } },
  atLeast: 0,
}

test.each([
  ['all', [IDLE_RULE]],
  ['one of them', [SESSIONS_RULE, IDLE_RULE]],
])(
  'a group of whose rules %s found no key on either side proves nothing: an open finding, exit 5',
  async (_, reconcile) => {
    await scene.configure({ groups: { platform: { targets: ['sessions', 'orders'], reconcile } } })
    const end = await scene.run(['drill', 'platform', '--fresh', '--sandbox', 'process'])
    expectFailure(end, 5, { code: 'finding-open', says: /prove[^]*had nothing to compare/ })
    expect(end.result).toMatchObject({
      groups: [{ exitCode: 5, record: { proven: false, verdicts: { reconciliation: 'notMeasured' } } }],
    })
    expect(await scene.run(['status', 'platform'])).toMatchObject({ exitCode: 5 })
  },
)
