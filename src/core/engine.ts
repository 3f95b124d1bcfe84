import type { Readable, Writable } from 'node:stream'
import type { z } from 'zod'
import type { Context } from './context.ts'
import type { Endpoint } from './endpoint.ts'
import type {
  DelegatedFolder,
  DelegatedTree,
  DelegatedWrite,
  DelegateOptions,
  PartTree,
} from './delegation.ts'
import type { LifeboatError } from './errors.ts'
import type { Fingerprint, FingerprintSpec } from './fingerprint.ts'
import type { IntegrityRule } from './integrity.ts'
import type { Machine, ProgramNeed, Tools } from './machine.ts'
import type { RevealSecret } from './secret.ts'

export type Grade = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7

/** What an engine can and cannot do; shared code asks these and never the engine's name. */
export interface Capabilities {
  /** `server`: loads into a running server. `host`: needs a fresh machine and starts the server itself. */
  readonly loads: 'server' | 'host'
  /** Default for `restore --into`: whether a running server can be restored into. */
  readonly restoresIntoServer: boolean
  /** False where a load into a running server needs none of the product's programs. Default: true. */
  readonly loadsWithPrograms?: boolean
  /** The highest grade this engine can honestly reach, and why not more. */
  readonly highestGrade: { readonly grade: Grade; readonly because: string }
  /** False where a server's identity changes at every start, so that only a new address as well tells another source. Default: true. */
  readonly lastingIdentity?: boolean
  /** Whether the negative control can be run. */
  readonly tampers: boolean
  /** The product's own servers that its whole suite has run on: `PostgreSQL 15 to 18`. Absent while there was only a stand-in. */
  readonly verifiedOn?: string
}

/** Who a server is, for guards and records; holds no secret. */
export interface ServerIdentity {
  /** Product version as the server says it: `16.14`. */
  readonly version: string
  /** Stable identity of this database on this server; two connections to the same database give the same one. */
  readonly id: string
  /** Host, port and database for people: `db.internal:5432/orders`. */
  readonly address: string
}

export interface Probe {
  readonly identity: ServerIdentity
  /** By the server's clock. */
  readonly serverTime: Date
  /** Estimated bytes of data. */
  readonly sizeBytes: number
  /** What this login cannot see or do, one sentence each; they become limitations. */
  readonly missing: readonly string[]
  /** Facts that a sandbox must reproduce for a restore: extensions, locale, settings. */
  readonly requirements: Readonly<Record<string, string>>
}

/** The instant or interval a backup speaks for, by the server's clock. */
export interface Consistency {
  readonly kind: 'transactional' | 'perObject' | 'fuzzy'
  readonly fromAt: string
  readonly toAt: string
}

/** Writes a part's bytes into `output`, ends it, and rejects when they are not all there. Made for `Tools.pipe`. */
export type Producer = (output: Writable) => Promise<unknown>

/** Where capture puts its bytes. */
export interface CaptureSink {
  /**
   * Stores one named part. Resolves when the producer is done and the store has confirmed every byte.
   * A producer made of `Tools.pipe` writes straight into the compressor: the raw bytes never enter this process
   * (a child's stdout passed on as a Readable could already have lost bytes to Node's buffer, so that is not done).
   * `compressed` says that the bytes already are: by `zstd`, as any part is, or in a way that only their reader knows.
   * `dense` says that the server has compressed the values in it: more effort would shrink it no further.
   */
  stream(
    name: string,
    content: Readable | Producer,
    options?: { readonly compressed?: boolean | 'zstd'; readonly dense?: boolean },
  ): Promise<void>
  /**
   * Has the server itself write one part into the store, as a tree of objects: `write` tells it to and returns when it has
   * finished; what lies there then is the part. Nothing of it passes through this process, so it is neither sealed nor written
   * create-only. Refuses (`not-supported`) a store that no server reaches, and sealed backups unless the target says
   * `encryption: provider`; refuses (`object-exists`) a folder that already holds something.
   */
  delegate(
    name: string,
    write: (folder: DelegatedFolder) => Promise<DelegatedWrite>,
    options?: DelegateOptions,
  ): Promise<DelegatedTree>
}

export interface Capture {
  readonly identity: ServerIdentity
  readonly consistency: Consistency
  /** Undefined only when the caller asked for none; the backup can then never be proven. */
  readonly fingerprint: Fingerprint | undefined
  /** What a restore needs to know about the source: locale, encoding, extensions, settings. */
  readonly requirements: Readonly<Record<string, string>>
  /** What this backup does not hold or prove, one sentence each. */
  readonly limitations: readonly string[]
  /**
   * What went wrong at the source although every part is whole: a server that was stopped for the backup and does not start. The backup
   * is kept, and its run ends with this.
   */
  readonly alarm?: LifeboatError
}

export interface CaptureRequest {
  readonly sink: CaptureSink
  /** False leaves the fingerprint out. */
  readonly fingerprint: boolean
}

/** The parts of a backup, verified, decrypted and decompressed as they are read. */
export interface PartSource {
  readonly names: readonly string[]
  /** Throws `volume-absent`, `volume-altered`, `identity-wrong` or `part-malformed`. */
  open(name: string): Promise<Readable>
  /** Writes a part into `output` and ends it; where that is a file, its bytes need not enter this process. Throws as reading does. */
  pour(name: string, output: Writable): Promise<void>
  /** As recorded at the capture. */
  readonly requirements: Readonly<Record<string, string>>
  /** The delegated parts by name; absent where there are none. */
  readonly trees?: ReadonlyMap<string, PartTree>
}

/** Where a load puts the data. */
export type Place<C> =
  /** A running server, and the tools whose programs match it. */
  | { readonly kind: 'server'; readonly connection: C; readonly tools: Tools }
  /** A fresh machine on which the engine starts its own server. */
  | { readonly kind: 'host'; readonly machine: Machine }

export interface LoadRequest {
  readonly parts: PartSource
  /** `sandbox`: speed before durability, nothing survives. `destination`: somebody's real server. */
  readonly purpose: 'sandbox' | 'destination'
  readonly parallel: number
}

export interface Loaded<C> {
  readonly connection: C
  /** Durations by the monotonic clock: `load`, `index`. */
  readonly phases: readonly { readonly name: 'load' | 'index'; readonly durationMs: number }[]
  /** What was left out on purpose, one sentence each. */
  readonly limitations: readonly string[]
}

export interface Check {
  readonly name: string
  readonly result: 'passed' | 'failed' | 'skipped'
  /** What was found, or why it was skipped; no row values. */
  readonly detail: string
}

/** What may be changed, and the recorded seed that decides what is. */
export interface TamperRequest {
  readonly fingerprint: Fingerprint
  readonly seed: string
}

/** One deliberate change of the negative control. */
export interface Tampering {
  readonly dataset: string
  readonly change: string
}

/** How to run a throw-away server of this engine on a machine. */
export interface ServerRecipe<C> {
  /** Programs and official image of the given version (`16.14`). */
  need(version: string): ProgramNeed
  /** Lays out a new data folder; `requirements` come from the capture. */
  prepare(
    machine: Machine,
    requirements: Readonly<Record<string, string>>,
    context: EngineContext,
  ): Promise<void>
  /** Starts the server tuned for a drill; resolves when an authenticated query has succeeded several times in a row. */
  start(machine: Machine, context: EngineContext): Promise<C>
  stop(machine: Machine, context: EngineContext): Promise<void>
}

export interface EngineContext extends Context {
  /** Finds programs here or in the image; throws `program-absent` or `program-version`. `signal` stops them instead of the context's. */
  tools(need: ProgramNeed, signal?: AbortSignal): Promise<Tools>
  /** A throw-away machine that has them: for a capture that must load its own artefact once to fingerprint it. */
  machine(need: ProgramNeed, signal?: AbortSignal): Promise<Machine>
}

/** A destination as it is found. */
export interface Inspection {
  readonly identity: ServerIdentity
  readonly exists: boolean
  /** How many objects it holds. */
  readonly objects: number
  /** Why nothing can be restored into it, whatever it holds. */
  readonly refusal?: LifeboatError
}

/**
 * The contract of an engine. `C` is its resolved connection: an object with secrets as `Secret`.
 * Every method throws `LifeboatError` and honours `context.signal`.
 */
export interface Engine<C = unknown> {
  readonly name: string
  readonly capabilities: Capabilities
  /** Turns the written connection (checked by the engine's schema) into one with its secrets revealed. */
  connect(written: unknown, reveal: RevealSecret): Promise<C>
  /**
   * Whether the server of a connection, as it is written, puts backups into the store by itself (`CaptureSink.delegate`). Absent
   * where none does.
   */
  delegates?(written: unknown): boolean
  /** The connection that `--into` names: an address of its own, or another database of the target's server. */
  destination(source: C | undefined, into: string): C
  /** Where the connection leads by TCP; undefined for a unix socket. A tunnel is opened to it. */
  endpoint(connection: C): Endpoint | undefined
  /** The same login, and the same name that a certificate is asked for, at another address: the near end of a tunnel. */
  atEndpoint(connection: C, endpoint: Endpoint): C
  /** Read-only and cheap. Throws `server-unreachable`, `server-refused-login`, `privilege-missing`, `server-unsupported`. */
  probe(connection: C, context: EngineContext): Promise<Probe>
  /** What is at a destination that may not exist yet. */
  inspect(connection: C, context: EngineContext): Promise<Inspection>
  /**
   * Whether two identities may be of one database although their ids differ, because a login was not told everything.
   * Absent where every login is told the same.
   */
  mayBeSame?(one: ServerIdentity, other: ServerIdentity): boolean
  capture(connection: C, request: CaptureRequest, context: EngineContext): Promise<Capture>
  /**
   * Reads every part to its end with the engine's own programs for `version` and no server (grade 1): one check a part,
   * `failed` with the program's words for what it cannot read, `skipped` for what only a server can judge.
   */
  parse(parts: PartSource, version: string, context: EngineContext): Promise<readonly Check[]>
  /**
   * Throws `not-supported` where no running server can be loaded with parts of these names, before any of them is fetched. Absent
   * where every backup can be restored into a running server.
   */
  requireRestorable?(parts: readonly string[]): void
  /** Refuses (`destination-not-empty`) what is not empty. */
  load(place: Place<C>, request: LoadRequest, context: EngineContext): Promise<Loaded<C>>
  /** By the same methods as `spec`; malformed or empty is `fingerprint-malformed`, never equal. */
  fingerprint(connection: C, spec: FingerprintSpec, context: EngineContext): Promise<Fingerprint>
  /** Engine consistency and a write probe; only ever called on a sandbox or a new destination. */
  checks(connection: C, context: EngineContext): Promise<readonly Check[]>
  /** Runs one application check: a query with one row and one column, as text; null for SQL NULL. Read-only. */
  ask(connection: C, question: string, context: EngineContext): Promise<string | null>
  /**
   * Streams what a question with one column gives, each value as text, in any order, in bounded memory, read-only: the keys of one
   * side of a reconciliation. A value may come more than once; one that is NULL or missing throws `plan-invalid`, as does a
   * question that is wrong whatever the copy holds; one that this copy cannot answer throws `content-different`.
   */
  keys(connection: C, question: string, context: EngineContext): AsyncIterable<string>
  /**
   * What a question for `keys` must be where it is JSON: one that is not is found without a server. Its description says what to
   * write. Absent where a question is a query as text, which only a server can judge.
   */
  readonly keysSchema?: z.ZodType
  /**
   * The question for `ask` that counts what breaks a rule: 0 when it holds. Names are quoted here; nothing else of the rule reaches
   * the server. Throws `not-supported` for what this engine cannot ask, and `plan-invalid` for names that it never gives.
   */
  violations(rule: IntegrityRule): string
  /**
   * Changes one random item, or adds one, in a new dataset where there is none; undefined when nothing can be changed.
   * Sandboxes only.
   */
  tamper(connection: C, request: TamperRequest, context: EngineContext): Promise<Tampering | undefined>
  /** Removes what runs that no longer live left on the source (sessions, clones, slots); returns one sentence each. */
  sweep(
    connection: C,
    isAlive: (runId: string) => boolean,
    context: EngineContext,
  ): Promise<readonly string[]>
  readonly server: ServerRecipe<C>
}
