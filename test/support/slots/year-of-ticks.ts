import type { Context } from '../../../src/core/context.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { RecordBase } from '../../../src/core/record.ts'
import type { Period } from '../../../src/schedule/due.ts'
import { takeDue } from '../../../src/slots/take-due.ts'
import { memoryStore } from '../stores/memory-store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const HOLD_MS = 6 * HOUR_MS

export interface Simulation {
  readonly periods: readonly Period[]
  readonly from: Date
  readonly days: number
  readonly seed: number
}

/** What a run left, or that it was killed before it left anything. */
interface SimulatedRun {
  readonly at: number
  readonly scheduledFor: number
  readonly missed: readonly number[]
  readonly killed: boolean
}

export interface SimulatedYear {
  readonly runs: readonly SimulatedRun[]
  /** When a tick came. */
  readonly ticks: readonly number[]
  readonly until: Date
}

/** Ticks every three hours as GitHub gives them: late by minutes or hours, lost alone or for days, doubled, their runs killed now and then. */
export async function simulate({ periods, from, days, seed }: Simulation): Promise<SimulatedYear> {
  const random = seeded(seed)
  const ticks = ticksOf(from.getTime(), days, random)
  let now = from.getTime()
  const store = memoryStore(() => new Date(now))
  const finishing: { readonly at: number; readonly recordId: string }[] = []
  const runs: SimulatedRun[] = []
  const finish = async (): Promise<void> => {
    const running = finishing.splice(0)
    for (const run of running) {
      if (run.at > now) finishing.push(run)
      else await store.put(KEYS.record(run.recordId), Buffer.from('{}'))
    }
  }
  const context = contextAt(() => now, random)
  const tick = async (steady: boolean): Promise<void> => {
    const taken = await takeDue({
      store,
      target: 'orders',
      kind: 'backup',
      periods,
      holdMs: HOLD_MS,
      context,
    })
    if (taken.state !== 'taken') return
    const killed = !steady && random() < 0.04
    if (!killed) finishing.push({ at: now + random() * HOLD_MS * 0.9, recordId: taken.recordId })
    runs.push({ at: now, killed, ...timesOf(taken.trigger) })
  }
  for (const at of ticks) {
    now = at
    await finish()
    const doubled = random() < 0.1
    await Promise.all(doubled ? [tick(false), tick(false), tick(false)] : [tick(false)])
  }
  // Quiet days at the end: whoever was killed is found out, and the last runs end.
  const end = now + 2 * DAY_MS
  for (const last of [end, end + 2 * DAY_MS]) {
    now = last
    await finish()
    await tick(true)
    ticks.push(now)
  }
  return { runs, ticks, until: new Date(now) }
}

function ticksOf(from: number, days: number, random: () => number): number[] {
  const ticks: number[] = []
  let outageUntil = 0
  for (let at = from; at < from + days * DAY_MS; at += 3 * HOUR_MS) {
    if (random() < 0.002) outageUntil = at + random() * 6 * DAY_MS
    if (at < outageUntil || random() < 0.15) continue
    const late = random() < 0.1 ? random() * 8 * HOUR_MS : random() * 20 * MINUTE_MS
    ticks.push(Math.round(at + late))
  }
  return ticks.toSorted((a, b) => a - b)
}

function timesOf({ scheduledFor = '', missed = [] }: RecordBase['trigger']): {
  readonly scheduledFor: number
  readonly missed: readonly number[]
} {
  return { scheduledFor: Date.parse(scheduledFor), missed: missed.map((time) => Date.parse(time)) }
}

function contextAt(now: () => number, random: () => number): Context {
  return {
    runId: 'simulated',
    clock: { now: () => new Date(now()), monotonicMs: now },
    random: { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(random() * 256)) },
    reporter: { report: () => {} },
    signal: new AbortController().signal,
    programEnvironment: {},
    workDir: '/nowhere',
  }
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
