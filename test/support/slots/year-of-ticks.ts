import type { Context } from '../../../src/core/context.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { RecordBase } from '../../../src/core/record.ts'
import type { StoreWriter } from '../../../src/core/store.ts'
import type { Period } from '../../../src/schedule/due.ts'
import { takeDue } from '../../../src/slots/take-due.ts'
import { memoryStore } from '../stores/memory-store.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const HOLD_MS = 6 * HOUR_MS
const LONGEST_HOLD_UP_MS = 2 * HOUR_MS
/** The share of runs that leave no record. */
const KILLED = 0.1

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
  /** When a tick came that was not held up on its way. */
  readonly ticks: readonly number[]
  readonly until: Date
}

/**
 * Ticks every three hours as GitHub gives them: late by minutes or hours, lost alone or for days, three at once, held up between
 * looking and claiming while another comes, their runs killed now and then.
 */
export async function simulate({ periods, from, days, seed }: Simulation): Promise<SimulatedYear> {
  const random = seeded(seed)
  const planned = ticksOf(from.getTime(), days, random)
  let now = from.getTime()
  const store = memoryStore(() => new Date(now))
  const context = contextAt(() => now, random)
  const running: { readonly at: number; readonly recordId: string }[] = []
  const runs: SimulatedRun[] = []
  const ticks: number[] = []
  const moveTo = async (time: number): Promise<void> => {
    now = time
    for (const run of running.splice(0)) {
      if (run.at > now) running.push(run)
      else await store.put(KEYS.record(run.recordId), Buffer.from('{}'))
    }
  }
  const tick = async (killing: number, through: StoreWriter = store): Promise<void> => {
    const at = now
    const request = { target: 'orders', kind: 'backup', periods, holdMs: HOLD_MS, context } as const
    const taken = await takeDue({ store: through, ...request })
    if (taken.state !== 'taken') return
    const killed = random() < killing
    const end = Math.max(now, at + random() * HOLD_MS * 0.9)
    if (!killed) running.push({ at: end, recordId: taken.recordId })
    runs.push({ at, killed, ...timesOf(taken.trigger) })
  }
  for (const [index, at] of planned.entries()) {
    await moveTo(at)
    const next = planned[index + 1] ?? Infinity
    if (next - at < LONGEST_HOLD_UP_MS && random() < 0.5) {
      const gate = Promise.withResolvers<undefined>()
      const heldUp = tick(KILLED, heldAt(random() < 0.5 ? 1 : 2, gate.promise, store))
      await moveTo(next)
      await tick(KILLED)
      gate.resolve(undefined)
      await heldUp
      continue
    }
    ticks.push(at)
    await Promise.all(random() < 0.1 ? [tick(KILLED), tick(KILLED), tick(KILLED)] : [tick(KILLED)])
  }
  // Quiet days at the end: whoever was killed is found out, and the last runs end.
  for (const quiet of [2, 4, 6]) {
    await moveTo(now + quiet * DAY_MS)
    await tick(0)
    ticks.push(now)
  }
  return { runs, ticks, until: new Date(now) }
}

/** The store for a tick that waits before its claim of this number. */
function heldAt(number: number, gate: Promise<unknown>, store: StoreWriter): StoreWriter {
  let puts = 0
  return {
    ...store,
    put: async (key, content) => {
      puts += 1
      if (puts === number) await gate
      return store.put(key, content)
    },
  }
}

function ticksOf(from: number, days: number, random: () => number): number[] {
  const ticks: number[] = []
  let outageUntil = 0
  for (let at = from; at < from + days * DAY_MS; at += 3 * HOUR_MS) {
    if (random() < 0.01) outageUntil = at + random() * 6 * DAY_MS
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
