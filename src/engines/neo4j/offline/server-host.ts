import type { Writable } from 'node:stream'
import type { FoundMark, StopMark } from './stop-mark.ts'

/** `neo4j-admin` of the server's own installation, beside its data. */
export interface AdminProgram extends AsyncDisposable {
  /** Runs it to its end and returns what it printed. */
  run(args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }>
  /** Runs it with its output going into `output`. */
  pipe(args: readonly string[], output: Writable): Promise<unknown>
}

/** The computer or container that a Neo4j server runs in, and how it is stopped and started there. */
export interface ServerHost {
  /** For people: `container shop-neo4j`. */
  readonly description: string
  /** What a person types to start the server. */
  readonly startByHand: string
  /** What a person removes when nobody else can: a file, a container. */
  readonly markPlace: string
  /** Resolves when the server has ended. Never cut short by a signal: a half stopped server could not be started again. */
  stop(): Promise<void>
  /** Starts the server; one that runs already is not an error. */
  start(): Promise<void>
  /** Notes on the host itself, at one stroke, that this run is about to stop the server. Throws `busy` when another run has. */
  mark(mark: StopMark): Promise<void>
  /** The run that stopped the server, or is about to. */
  readMark(): Promise<FoundMark | undefined>
  /** Ends what a dead run may still have running in the data folder. */
  endAdmin(): Promise<void>
  unmark(): Promise<void>
  /** Needs the mark. Throws `program-absent` or `program-version`. */
  openAdmin(version: string): Promise<AdminProgram>
}
