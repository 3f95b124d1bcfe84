import { expect, test } from 'vitest'
import type { DrillActual } from '../../../src/compliance/recovery-time.ts'
import { drillChart } from '../../../src/report/svg/drill-chart.ts'

const drill: DrillActual = {
  id: '20261101T041700Z-dddd',
  sha256: 'ab'.repeat(32),
  plan: 'monthly',
  startedAt: '2026-11-01T04:17:00Z',
  outcome: 'succeeded',
  proven: true,
  rtaMs: 100,
  rtoMs: 200,
  verdicts: { rto: 'met', integrity: 'met' },
  phases: [
    { name: 'select', durationMs: 50 },
    { name: 'load', durationMs: 60 },
    { name: 'validate', durationMs: 10 },
  ],
}

/** Heights of the bars' parts; the axis ends at 200 ms and is 180 high. */
function heights(svg: string): Readonly<Record<string, number>> {
  const parts = [
    ...svg.matchAll(/<rect class="bar (\w+)" x="[\d.]+" width="34.5" y="[\d.]+" height="([\d.]+)"/g),
  ]
  return Object.fromEntries(parts.map(([, name = '', height]) => [name, Number(height)]))
}

test('phases are as high as they were long, and what is left of the recovery time is other', () => {
  expect(heights(drillChart('orders', [drill]))).toEqual({ load: 54, validate: 9, other: 27 })
})

test('phases that were longer than the recovery time are cut off at it', () => {
  const slow = { ...drill, phases: [{ name: 'load', durationMs: 500 }] }
  expect(heights(drillChart('orders', [slow]))).toEqual({ load: 90 })
})

test('an objective far above leaves room for the bars, and is told in words', () => {
  const svg = drillChart('orders', [{ ...drill, rtoMs: 60_000 }])
  expect(heights(svg)).toEqual({ load: 108, validate: 18, other: 54 })
  expect(svg).not.toContain('class="objective"')
  expect(svg).toContain('RTO 1m, above this chart')
  expect(drillChart('orders', [drill])).toContain('class="objective"')
})

test.each([
  [drill, '✓'],
  [{ ...drill, proven: false, outcome: 'failed' }, '✗'],
  [{ ...drill, proven: false, outcome: 'couldNotRun' }, '?'],
] as const)('the result stands over the bar', (one, sign) => {
  expect(drillChart('orders', [one])).toMatch(new RegExp(`<text class="mark \\w+"[^>]*>\\${sign}</text>`))
})

test('names from outside cannot break out of the picture', () => {
  const svg = drillChart('<script>"&', [drill])
  expect(svg).not.toContain('<script>')
  expect(svg).toContain('&#60;script&#62;&#34;&#38;: actual recovery time of the last drill')
})
