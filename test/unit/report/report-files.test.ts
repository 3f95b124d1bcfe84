import { Ajv2020 } from 'ajv/dist/2020.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Compliance, Fleet } from '../../../src/compliance/compliance.ts'
import { parsePeriod } from '../../../src/compliance/period.ts'
import { reportFleet } from '../../../src/report/report-fleet.ts'
import { ticksUpTo } from '../../../src/report/svg/scale.ts'
import { november } from '../../support/compliance/november.ts'
import { backup, check, known, ms, policy } from '../../support/compliance/scene.ts'

const schema = join(import.meta.dirname, '../../../reports/schema/compliance.v1.json')
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(
  JSON.parse(readFileSync(schema, 'utf8')) as object,
)
const period = parsePeriod('2026-11')!
const now = Date.UTC(2026, 11, 3)

function filesOf(fleet: Fleet, only: readonly string[] = []): ReadonlyMap<string, string> {
  const { files } = reportFleet(fleet, { period, now, only, periods: [] })
  return new Map([...files].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)]))
}

test('a report fits its published schema, and one with an unknown property does not', () => {
  const { compliance } = reportFleet(november(), { period, now, periods: [] })
  expect(validate(compliance) ? [] : validate.errors).toEqual([])
  expect(validate({ ...compliance, note: 'hello' })).toBe(false)
})

test('a report without any record fits it too, and meets nothing', () => {
  const { compliance } = reportFleet({ ...november(), records: [] }, { period, now, periods: [] })
  expect(validate(compliance) ? [] : validate.errors).toEqual([])
  expect(compliance.targets.map(({ verdicts }) => verdicts.overall)).toEqual(['notMeasured', 'notMeasured'])
})

test('the JSON holds the verdicts of the month', () => {
  const json = filesOf(november()).get('compliance/2026-11.json') ?? ''
  const [orders] = (JSON.parse(json) as Compliance).targets
  // 69 h 47 min outside of 720 h.
  expect(orders?.rpo.claimed).toMatchObject({ verdict: 'breached', insideBps: 9030, insideMs: 2_340_780_000 })
  expect(orders?.population.counts[0]).toMatchObject({
    expected: 30,
    executed: 27,
    late: 1,
    missed: 1,
    cancelled: 1,
  })
})

test('a report of some targets has a name of its own and leaves the overview alone', () => {
  expect([...filesOf(november(), ['orders']).keys()]).toEqual([
    'compliance/2026-11.orders.json',
    'compliance/2026-11.orders.md',
  ])
})

describe('of a fleet that stopped, in the running month', () => {
  const records = known([
    policy({ start: '11-01', schedule: { backup: '17 2 * * *' }, objectives: { rpoMs: 25 * 3_600_000 } }),
    ...['11-01', '11-02', '11-03', '11-04', '11-05'].map((day) =>
      backup({ start: `${day} 02:17`, end: `${day} 02:20`, slot: `${day} 02:17` }),
    ),
  ])
  const at = (now: string): ReturnType<typeof reportFleet> =>
    reportFleet({ ...november(), records }, { period, now: ms(now), periods: [] })

  test('silence counts', () => {
    const { compliance, files } = at('11-29 12:00')
    const orders = compliance.targets.find(({ target }) => target === 'orders')
    expect(orders?.verdicts).toMatchObject({ rpoClaimed: 'breached', overall: 'breached' })
    expect(orders?.population.counts).toMatchObject([{ expected: 28, executed: 5, missed: 23, pending: 0 }])
    expect(orders?.rpo.claimed.worst?.exposureMs).toBe(ms('11-29 02:17') - ms('11-05 02:17'))
    const page = new TextDecoder().decode(files.get('README.md'))
    expect(page).toContain('Next due (UTC): backup 2026-11-29 02:17:00')
    expect(page).toMatch(/\| 24d old \| \*\*none\*\* \| 23 of 28 \|/)
  })

  test('the files stay the same until something is expected again', () => {
    expect(at('11-30 02:16').files).toEqual(at('11-29 02:18').files)
  })
})

describe('with the month before', () => {
  const december = { period: parsePeriod('2026-12')!, monthBefore: true, now, periods: [] }

  test('that month is judged as a report of its own judges it', () => {
    const own = reportFleet(november(), { period, now, periods: [] })
    const both = reportFleet(november(), december)
    expect(both.previous).toEqual(own.compliance)
    expect(both.compliance.period.name).toBe('2026-12')
    for (const name of ['compliance/2026-11.json', 'compliance/2026-11.md']) {
      expect(both.files.get(name)).toEqual(own.files.get(name))
    }
    const page = new TextDecoder().decode(both.files.get('README.md'))
    expect(page).toContain('[2026-11](compliance/2026-11.md)')
  })

  test('nothing is said of a month before the first record', () => {
    const records = known([check({ start: '12-01' })])
    const { previous, files } = reportFleet({ ...november(), records }, december)
    expect(previous).toBeUndefined()
    expect([...files.keys()]).not.toContain('compliance/2026-11.json')
  })
})

describe('the chart', () => {
  const svg = filesOf(november()).get('assets/orders.svg') ?? ''

  test('asks nobody for anything and runs nothing', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /https?:|href|url\(|@import|<script|foreignObject|<image|\bon\w+=/i,
    )
  })

  test('says in words what it shows', () => {
    expect(svg).toContain('<title id="title">orders: actual recovery time of the last 12 drills</title>')
    expect(svg).toMatch(
      /<desc id="description">[^<]*2026-06-05: not measured, failed; [^<]*2026-08-05: 34m, proven/,
    )
  })

  test('knows light and dark', () => {
    expect(svg).toContain('@media (prefers-color-scheme:dark)')
  })
})

test('what records say is shown as text, whatever it looks like', () => {
  const message = '<img src=x onerror=alert(1)> | [click](https://example.org) `x` @everyone\n# title'
  const records = known([
    check({ start: '11-30', findings: [{ code: 'odd', severity: 'critical', message }] }),
  ])
  const page = filesOf({ ...november(), records }).get('README.md') ?? ''
  const line = page.split('\n').find((text) => text.startsWith('- critical'))
  expect(line).toMatch(/title \(`odd`\)$/)
  expect(line?.slice('- critical: '.length, -' (`odd`)'.length)).not.toMatch(/[<>|[\]`@]|https:/)
})

test.each([
  [1, [0, 1]],
  [34 * 60_000, [0, 600_000, 1_200_000, 1_800_000, 2_400_000]],
  [100 * 3_600_000, [0, 24, 48, 72, 96, 120].map((hours) => hours * 3_600_000)],
])('the axis up to %d ms has round steps', (largest, ticks) => {
  expect(ticksUpTo(largest)).toEqual(ticks)
})
