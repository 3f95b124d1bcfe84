import type { DrillActual } from '../../compliance/recovery-time.ts'
import { duration } from '../words.ts'
import { element } from './element.ts'
import { ticksUpTo } from './scale.ts'
import { CHART_STYLE } from './style.ts'

/** The phases of a recovery time, in their order; what is left of it is `other`. */
const PHASES = ['provision', 'fetch', 'decrypt', 'load', 'index', 'validate'] as const
const WIDTH = 760
const HEIGHT = 320
const PLOT = { left: 76, right: 744, top: 64, bottom: 244 }
const BAR_SHARE = 0.62
/** An objective further above the longest bar would leave nothing of the bars to see. */
const MOST_HEADROOM = 3
/** Bars keep their place and width while there are fewer. */
const SLOTS = 12
const LEGEND_Y = 296
const LEGEND_STEP = 88

/** Bars of the phases of each drill, oldest first, with its objective and its result; reads on light and dark pages. */
export function drillChart(target: string, drills: readonly DrillActual[]): string {
  const longest = Math.max(1, ...drills.map(({ rtaMs = 0 }) => rtaMs))
  const objectives = drills.flatMap(({ rtoMs }) => (rtoMs === undefined ? [] : [rtoMs]))
  const shown = objectives.filter((rtoMs) => rtoMs <= longest * MOST_HEADROOM)
  const ticks = ticksUpTo(Math.max(longest, ...shown))
  const top = ticks.at(-1) ?? 1
  const y = (ms: number): number => round(PLOT.bottom - ((PLOT.bottom - PLOT.top) * ms) / top)
  const slot = (PLOT.right - PLOT.left) / Math.max(SLOTS, drills.length)
  const words = chartText(target, drills)
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: 'img',
      'aria-labelledby': 'title description',
    },
    [
      element('title', { id: 'title' }, titleOf(target, drills)),
      element('desc', { id: 'description' }, words),
      element('style', {}, CHART_STYLE),
      element('rect', { class: 'card', x: 0.5, y: 0.5, width: WIDTH - 1, height: HEIGHT - 1, rx: 6 }),
      element('text', { class: 'title', x: 16, y: 28 }, titleOf(target, drills)),
      ...ticks.flatMap((ms) => gridLine(ms, y(ms))),
      ...drills.flatMap((drill, index) => column(drill, { left: PLOT.left + slot * index, width: slot, y })),
      ...header(objectives.at(-1), top),
      ...legend(drills, shown.length > 0),
    ],
  )
  return `${svg}\n`
}

/** What the chart shows, in words. */
export function chartText(target: string, drills: readonly DrillActual[]): string {
  const each = drills.map(({ startedAt, rtaMs, proven, outcome }) => {
    const actual = rtaMs === undefined ? 'not measured' : duration(rtaMs)
    return `${startedAt.slice(0, 10)}: ${actual}, ${proven ? 'proven' : OUTCOME_TEXT[outcome]}`
  })
  return `${titleOf(target, drills)}. ${each.join('; ')}.`
}

const OUTCOME_TEXT: Readonly<Record<DrillActual['outcome'], string>> = {
  succeeded: 'not proven',
  failed: 'failed',
  couldNotRun: 'could not run',
  cancelled: 'cancelled',
}

function titleOf(target: string, drills: readonly DrillActual[]): string {
  const which = drills.length === 1 ? 'drill' : `${drills.length} drills`
  return `${target}: actual recovery time of the last ${which}`
}

function gridLine(ms: number, y: number): readonly string[] {
  return [
    element('line', { class: 'grid', x1: PLOT.left, x2: PLOT.right, y1: y, y2: y }),
    element('text', { class: 'label end', x: PLOT.left - 8, y: y + 4 }, ms === 0 ? '0' : duration(ms)),
  ]
}

interface Column {
  readonly left: number
  readonly width: number
  readonly y: (ms: number) => number
}

function column(drill: DrillActual, { left, width, y }: Column): readonly string[] {
  const { startedAt, rtaMs, rtoMs } = drill
  const middle = round(left + width / 2)
  const bar = { x: round(left + (width * (1 - BAR_SHARE)) / 2), width: round(width * BAR_SHARE) }
  const result = resultOf(drill)
  return [
    ...stack(drill).map(({ phase, from, to }) =>
      element('rect', { class: `bar ${phase}`, ...bar, y: y(to), height: round(y(from) - y(to)) }),
    ),
    ...(rtoMs === undefined || y(rtoMs) < PLOT.top
      ? []
      : [
          element('line', {
            class: 'objective',
            x1: round(left),
            x2: round(left + width),
            y1: y(rtoMs),
            y2: y(rtoMs),
          }),
        ]),
    element('text', { class: `mark ${result.name}`, x: middle, y: y(rtaMs ?? 0) - 6 }, result.sign),
    element('text', { class: 'label middle', x: middle, y: PLOT.bottom + 18 }, startedAt.slice(5, 10)),
  ]
}

function stack({
  rtaMs = 0,
  phases,
}: DrillActual): readonly { readonly phase: string; readonly from: number; readonly to: number }[] {
  let from = 0
  const parts = PHASES.flatMap((phase) => {
    const own = phases.find(({ name }) => name === phase)?.durationMs ?? 0
    const to = Math.min(rtaMs, from + own)
    const part = { phase, from, to }
    from = to
    return [part]
  })
  return [...parts, { phase: 'other', from, to: rtaMs }].filter((part) => part.from < part.to)
}

function resultOf({ proven, outcome }: DrillActual): { readonly name: string; readonly sign: string } {
  if (proven) return { name: 'good', sign: '✓' }
  return outcome === 'failed' ? { name: 'bad', sign: '✗' } : { name: 'none', sign: '?' }
}

/** What the marks mean and what was asked for, which may be too far above to be drawn. */
function header(rtoMs: number | undefined, top: number): readonly string[] {
  const above = rtoMs !== undefined && rtoMs > top ? ', above this chart' : ''
  const objective = rtoMs === undefined ? 'no RTO' : `RTO ${duration(rtoMs)}${above}`
  return [
    element('text', { class: 'label end', x: PLOT.right, y: 28 }, '✓ proven  ✗ failed  ? neither'),
    element('text', { class: 'label end', x: PLOT.right, y: 46 }, objective),
  ]
}

function legend(drills: readonly DrillActual[], hasObjective: boolean): readonly string[] {
  const present = new Set(drills.flatMap(stack).map(({ phase }) => phase))
  const shown = [...PHASES, 'other'].filter((phase) => present.has(phase))
  const entries = shown.flatMap((phase, index) => {
    const x = PLOT.left + index * LEGEND_STEP
    return [
      element('rect', { class: `bar ${phase}`, x, y: LEGEND_Y - 10, width: 12, height: 12, rx: 2 }),
      element('text', { class: 'label', x: x + 18, y: LEGEND_Y }, phase),
    ]
  })
  if (!hasObjective) return entries
  const x = PLOT.left + shown.length * LEGEND_STEP
  return [
    ...entries,
    element('line', { class: 'objective', x1: x, x2: x + 20, y1: LEGEND_Y - 4, y2: LEGEND_Y - 4 }),
    element('text', { class: 'label', x: x + 26, y: LEGEND_Y }, 'RTO'),
  ]
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
