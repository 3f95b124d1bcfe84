import type { Engine } from '../../../src/core/engine.ts'
import type { IntegrityRule } from '../../../src/core/integrity.ts'

/** One way to change the smallest thing in a restored copy. */
export interface Mutation<C> {
  readonly name: string
  readonly run: (connection: C) => Promise<void>
}

/** A running, seeded source of an engine. */
export interface EngineSource<C> extends AsyncDisposable {
  readonly connection: C
  /** The same with a login that the server refuses, and with a server that is not there. */
  readonly refused: C
  readonly absent: C
  /** What must not turn up in anything that the engine says or stores. */
  readonly secrets: readonly string[]
  /** Every change must be noticed by a fingerprint of the copy. */
  readonly mutations: readonly Mutation<C>[]
  /** Writes in every way the engine knows until the signal is aborted. */
  readonly write: (signal: AbortSignal) => Promise<void>
  /** What an interrupted capture may have left on the server. */
  readonly leftovers: () => Promise<readonly string[]>
  /** A question for `ask` and its answer. */
  readonly question: { readonly text: string; readonly answer: string }
  /** A question for `keys` and all that it gives; and, where one is quickly made, one that gives about a million. */
  readonly keys: {
    readonly question: string
    readonly answer: readonly string[]
    readonly many?: { readonly question: string; readonly count: number }
  }
  /** Rules with what breaks them in this source, and rules that the engine cannot ask. */
  readonly rules: {
    readonly counted: readonly (readonly [rule: IntegrityRule, breaches: number])[]
    readonly unsupported: readonly IntegrityRule[]
  }
  /** Questions for `ask` and `keys` that would change the server; each must be refused. */
  readonly writes: readonly string[]
}

/** What the contract suite needs to know of an engine. */
export interface EngineFixture<C> {
  readonly name: string
  readonly engine: Engine<C>
  readonly start: () => Promise<EngineSource<C>>
}
