import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'
import type { EvidenceRecord, Outcome, RecordBase } from '../core/record.ts'
import type { ScheduleKind } from '../core/target.ts'
import type { KnownRecord } from './known-record.ts'
import { instant, type Span } from './period.ts'
import type { PolicySpan } from './policies.ts'
import { expectedSlots, SCHEDULE_KINDS, type ExpectedSlot } from './slots.ts'

/** `pending`: nobody ran it, and it is too early to call it missed. */
export type SlotState = 'executed' | 'late' | 'failed' | 'cancelled' | 'missed' | 'pending'

/** A run by its record. */
interface Run {
  readonly id: string
  readonly sha256: string
  readonly outcome: Outcome
  readonly startedAt: string
}

/** One time at which a run was expected, and what became of it. */
export interface Slot {
  readonly kind: ScheduleKind
  readonly scheduledFor: string
  readonly state: SlotState
  /** How long after its time the run that decided began. */
  readonly slippageMs?: number
  /** Every attempt in order of time; all but the one that decided are superseded. */
  readonly runs: readonly (Run & { readonly superseded: boolean })[]
  /** The run that found out later that nobody had run it. */
  readonly noticedBy?: string
}

/** A run that no schedule in force had asked for: by hand, or for a time that is in none. */
interface UnexpectedRun extends Run {
  readonly kind: ScheduleKind
  readonly reason: 'manual' | 'notInForce'
}

interface Counts extends Readonly<Record<SlotState, number>> {
  readonly kind: ScheduleKind
  readonly expected: number
  readonly superseded: number
  readonly unexpected: number
}

/** Every run that was expected, and every run that was not. */
export interface Population {
  readonly counts: readonly Counts[]
  readonly slots: readonly Slot[]
  readonly unexpected: readonly UnexpectedRun[]
}

export interface Expectations {
  readonly policies: readonly PolicySpan[]
  /** Of the runs that are asked about. */
  readonly span: Span
  /** What began later than this is not known. */
  readonly asOf: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const KIND_OF: Readonly<Partial<Record<EvidenceRecord['kind'], ScheduleKind>>> = {
  backup: 'backup',
  verification: 'verify',
  drill: 'drill',
  prune: 'prune',
  check: 'check',
}

/** Matches the expected runs of a span with the records of a target, `known` oldest first. */
export function reconcile(known: readonly KnownRecord[], expectations: Expectations): Population {
  const runs = known.flatMap(scheduledRun)
  const missed = noticedMisses(known)
  const parts = SCHEDULE_KINDS.map((kind) => {
    const expected = expectedSlots(kind, expectations.policies)
    const own = runs.filter((run) => run.kind === kind)
    const times = new Set(expected.map(({ time }) => time))
    const bySlot = Map.groupBy(own, ({ slot }) => slot ?? NaN)
    const slots = expected.map((slot) =>
      slotOf(kind, slot, {
        attempts: bySlot.get(slot.time) ?? [],
        asOf: expectations.asOf,
        noticedBy: missed.get(`${kind} ${slot.time}`),
      }),
    )
    const unexpected = own.filter((run) => isUnexpected(run, times, expectations.span)).map(unexpectedRun)
    return { slots, unexpected, counts: countsOf(kind, slots, unexpected) }
  })
  return {
    counts: parts.map(({ counts }) => counts).filter(({ expected, unexpected }) => expected + unexpected > 0),
    slots: parts.flatMap(({ slots }) => slots),
    unexpected: parts.flatMap(({ unexpected }) => unexpected),
  }
}

interface ScheduledRun extends Run {
  readonly kind: ScheduleKind
  /** Undefined for a run by hand. */
  readonly slot: number | undefined
  readonly started: number
  readonly done: boolean
}

function scheduledRun({ record, sha256 }: KnownRecord): readonly ScheduledRun[] {
  const kind = KIND_OF[record.kind]
  // What a prune is about to remove is no run of its own.
  if (kind === undefined || (record.kind === 'prune' && !record.applied)) return []
  const { id, outcome, startedAt, trigger } = record
  const planned = trigger.kind === 'schedule' && trigger.scheduledFor !== undefined
  const slot = planned ? Date.parse(trigger.scheduledFor) : undefined
  return [
    { kind, id, sha256, outcome, startedAt, slot, started: Date.parse(startedAt), done: isDone(record) },
  ]
}

/** A run that found something breached or open did what it was asked for. */
function isDone({ outcome, error }: RecordBase): boolean {
  if (error === undefined) return outcome === 'succeeded'
  return error.code in ERROR_CODES && ERROR_CODES[error.code as ErrorCode] === EXIT.breached
}

interface SlotFacts {
  readonly attempts: readonly ScheduledRun[]
  readonly asOf: number
  readonly noticedBy: string | undefined
}

function slotOf(kind: ScheduleKind, slot: ExpectedSlot, { attempts, asOf, noticedBy }: SlotFacts): Slot {
  const inOrder = attempts.toSorted((a, b) => a.started - b.started)
  const deciding = inOrder.find(({ done }) => done) ?? inOrder.at(-1)
  const scheduledFor = instant(slot.time)
  if (deciding === undefined) {
    const pending = noticedBy === undefined && asOf < slot.time + Math.min(DAY_MS, slot.gapMs)
    const noticed = noticedBy === undefined ? {} : { noticedBy }
    return { kind, scheduledFor, state: pending ? 'pending' : 'missed', runs: [], ...noticed }
  }
  return {
    kind,
    scheduledFor,
    state: stateOf(deciding, slot),
    slippageMs: deciding.started - slot.time,
    runs: inOrder.map((run) => ({ ...runOf(run), superseded: run !== deciding })),
  }
}

function stateOf({ done, outcome, started }: ScheduledRun, { time, gapMs }: ExpectedSlot): SlotState {
  if (!done) return outcome === 'cancelled' ? 'cancelled' : 'failed'
  return started - time > Math.min(HOUR_MS, gapMs / 2) ? 'late' : 'executed'
}

function isUnexpected(
  { slot, started }: ScheduledRun,
  expected: ReadonlySet<number>,
  { from, to }: Span,
): boolean {
  const time = slot ?? started
  return from <= time && time < to && (slot === undefined || !expected.has(slot))
}

function unexpectedRun(run: ScheduledRun): UnexpectedRun {
  return { kind: run.kind, ...runOf(run), reason: run.slot === undefined ? 'manual' : 'notInForce' }
}

function runOf({ id, sha256, outcome, startedAt }: ScheduledRun): Run {
  return { id, sha256, outcome, startedAt }
}

/** The first run that found each missed time, by kind and time. */
function noticedMisses(known: readonly KnownRecord[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { record } of known) {
    const kind = KIND_OF[record.kind]
    for (const time of record.trigger.missed ?? []) {
      const slot = `${kind} ${Date.parse(time)}`
      if (!found.has(slot)) found.set(slot, record.id)
    }
  }
  return found
}

function countsOf(kind: ScheduleKind, slots: readonly Slot[], unexpected: readonly UnexpectedRun[]): Counts {
  const count = (state: SlotState): number => slots.filter((slot) => slot.state === state).length
  return {
    kind,
    expected: slots.length,
    executed: count('executed'),
    late: count('late'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    missed: count('missed'),
    pending: count('pending'),
    superseded: slots.flatMap(({ runs }) => runs).filter(({ superseded }) => superseded).length,
    unexpected: unexpected.length,
  }
}
