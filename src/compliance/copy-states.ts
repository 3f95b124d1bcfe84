import type { PruneRecord } from '../core/record.ts'
import { judgeCopies } from './judge-copies.ts'
import type { CopyJudgement, Judgement } from './judge-copy.ts'
import { ofKind, type KnownRecord } from './known-record.ts'

/** What was known of a copy from one moment on. */
export interface CopyState {
  readonly time: number
  /** Neither bad nor removed. */
  readonly sound: boolean
  readonly proven: boolean
}

/** Answers how what was known of a backup in a store changed, oldest first; it is sound and not proven at first. */
export type StatesOf = (id: string, store: string) => readonly CopyState[]

/** How what is known of each backup changes with the records; `known` is oldest first. */
export function copyStates(known: readonly KnownRecord[]): StatesOf {
  const eventsOf = eventsIn(known)
  const found = new Map<string, readonly CopyState[]>()
  return (id, store) => {
    // All that is based on a backup asks for it again.
    const key = JSON.stringify([id, store])
    const states = found.get(key) ?? statesAfter(id, eventsOf(id, store))
    found.set(key, states)
    return states
  }
}

function eventsIn(known: readonly KnownRecord[]): (id: string, store: string) => readonly (Word | Removal)[] {
  const spoken = wordsOf(known)
  const words = Map.groupBy(spoken, ({ by }) => by)
  const speakers = Map.groupBy(
    spoken.flatMap(({ by, of }) => of.map((id) => ({ id, by }))),
    ({ id }) => id,
  )
  const gone = Map.groupBy(removalsOf(known), ({ id }) => id)
  return (id, store) => {
    // What an increment says later may take back what it said of this one.
    const heard = new Set(speakers.get(id)?.map(({ by }) => by))
    const said = [...heard].flatMap((by) => words.get(by) ?? [])
    const removals = (gone.get(id) ?? []).filter((removal) => removal.store === store)
    return [...said, ...removals].toSorted((a, b) => a.order - b.order)
  }
}

/** A judgement, the backup that it looked at, and all that it says something of. */
interface Word {
  readonly order: number
  readonly time: number
  readonly record: Judgement
  readonly by: string
  readonly of: readonly string[]
}

interface Removal {
  readonly order: number
  readonly time: number
  readonly id: string
  readonly store: string
  readonly removed: boolean
}

function statesAfter(id: string, events: readonly (Word | Removal)[]): readonly CopyState[] {
  const said: Judgement[] = []
  const states: CopyState[] = []
  let judgement: CopyJudgement = {}
  let removed = false
  for (const event of events) {
    if ('record' in event) {
      said.push(event.record)
      judgement = judgeCopies(said).get(id) ?? {}
    } else ({ removed } = event)
    const sound = !removed && judgement.bad === undefined
    const proven = judgement.proof !== undefined
    // Most of what is said changes nothing.
    const last = states.at(-1) ?? { sound: true, proven: false }
    if (sound !== last.sound || proven !== last.proven) states.push({ time: event.time, sound, proven })
  }
  return states
}

function wordsOf(known: readonly KnownRecord[]): readonly Word[] {
  const manifests = new Map(
    ofKind(known, 'backup').map(({ record: { backup } }) => [backup?.id, backup?.manifestSha256]),
  )
  return known.flatMap(({ record }, order) => {
    if (!isJudgement(record) || record.backup === undefined) return []
    const { id, manifestSha256 } = record.backup
    const said = judgeCopies([record])
    // A drill proves the manifest that it read, and no other.
    const proves = said.get(id)?.proof === record
    if (proves && (manifests.get(id) ?? manifestSha256) !== manifestSha256) return []
    return [{ order, time: Date.parse(record.finishedAt), record, by: id, of: [...said.keys()] }]
  })
}

function isJudgement(record: KnownRecord['record']): record is Judgement {
  return record.kind === 'verification' || record.kind === 'drill' || record.kind === 'restore'
}

function removalsOf(known: readonly KnownRecord[]): readonly Removal[] {
  return known.flatMap(({ record }, order) => (record.kind === 'prune' ? removals(record, order) : []))
}

/** A run that was killed has left what it was about to remove; a later one says what is still there. */
function removals(record: PruneRecord, order: number): readonly Removal[] {
  const { applied, store, kept, dropped, finishedAt } = record
  const gone = applied ? 'removed' : 'planned'
  const time = Date.parse(finishedAt)
  return [
    ...kept.map(({ id }) => ({ order, time, id, store, removed: false })),
    ...dropped.map(({ id, result }) => ({ order, time, id, store, removed: result === gone })),
  ]
}
