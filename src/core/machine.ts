import type { Readable, Writable } from 'node:stream'
import type { Secret } from './secret.ts'

/** One program call. Arguments reach the program as they are; no shell is involved. */
export interface Command {
  readonly program: string
  readonly args: readonly string[]
  /** Added to a minimal environment; secrets travel here, never among the arguments. */
  readonly env?: Readonly<Record<string, string | Secret>>
  readonly stdin?: Readable | string
}

/** A program that runs while its output is read. */
export interface RunningProgram {
  readonly stdout: Readable
  /** Resolves at exit code 0; rejects with `program-failed` (code, last lines of stderr) or `cancelled`. */
  readonly finished: Promise<{ readonly stderr: string }>
}

/** What a file is to hold; a function writes it, ends it, and rejects when it is not all there. */
export type FileContent = Readable | string | Uint8Array | ((output: Writable) => Promise<unknown>)

/** A place where an engine's own programs can be run: this computer, a container, a sandbox. */
export interface Tools {
  /** For people and records: `local /usr/lib/postgresql/16/bin` or `container postgres:16-bookworm`. */
  readonly description: string
  /** Runs to the end and returns what it printed (small outputs). Rejects as `RunningProgram.finished` does. */
  run(command: Command): Promise<{ readonly stdout: string; readonly stderr: string }>
  /** Starts a program whose output is large. Abort kills it. */
  stream(command: Command): Promise<RunningProgram>
  /**
   * Runs a program that writes into `output` and ends it; resolves at exit code 0, rejects as `RunningProgram.finished` does.
   * When `output` is another child's stdin and the program is local, it is handed over: the bytes never enter this process.
   * `leaveOpen` keeps `output` for another try of a program that may end before it has written anything; ending it is then yours.
   */
  pipe(
    command: Command,
    output: Writable,
    options?: { readonly leaveOpen?: boolean },
  ): Promise<{ readonly stderr: string }>
  /**
   * Writes a file (mode 0600) that these programs can read; returns its path as they see it. A function is given where to write,
   * which is a file where the programs are local.
   */
  writeFile(name: string, content: FileContent): Promise<string>
  /** Removes a file that `writeFile` made; absent is not an error. */
  removeFile(path: string): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** How a server that runs on a machine is reached from here. */
type Reach =
  | { readonly kind: 'tcp'; readonly host: string }
  | { readonly kind: 'socket'; readonly directory: string }

/** Where a TCP server must listen on its machine, and where it is reached from here. */
export interface TcpPort {
  readonly listen: { readonly host: string; readonly port: number }
  readonly reach: { readonly host: string; readonly port: number }
}

/** What a sandbox promises about the network, and what a probe found. */
export type Isolation = 'internal-network' | 'network-namespace' | 'host-reachable' | 'none'

/** A throw-away computer, fresh and empty: a container or a folder with processes of its own. */
export interface Machine extends Tools {
  readonly kind: 'container' | 'process'
  /** How servers started here are reached from outside. */
  readonly reach: Reach
  /**
   * A port for a server that knows no unix sockets: the preferred one where the machine has a network of its own, else a free one.
   * It is reached until the machine's disposal, by programs of this computer only.
   */
  openPort(preferred: number): Promise<TcpPort>
  /** A folder on the machine, owned by the user its programs run as, for data and sockets. */
  readonly home: string
  /** Starts a server in the background; it lives until `stopServer` or disposal. Its log is kept for error messages. */
  startServer(command: Command): Promise<void>
  /** Ends the background server with the given signal and waits for its exit; none running is not an error. */
  stopServer(signal?: 'SIGTERM' | 'SIGINT'): Promise<void>
  /** Undefined while the background server runs; its exit and last log lines once it has ended. */
  serverExit(): Promise<
    { readonly code: number | undefined; readonly log: string; readonly outOfMemory: boolean } | undefined
  >
  /** Whether the kernel has ended a program here for want of memory. */
  ranOutOfMemory(): Promise<boolean>
  /** Free bytes where `home` lies. */
  freeBytes(): Promise<number>
  readonly isolation: Isolation
}

/** Which programs are wanted, where they may lie, and the image that holds them otherwise. */
export interface ProgramNeed {
  /** e.g. `['pg_dump', 'pg_restore']`; all must come from one folder. */
  readonly programs: readonly string[]
  /** Folders to look in, in order, before PATH: full paths, for Debian's and others' version folders. */
  readonly folders: readonly string[]
  /** True when the first program's `--version` output is of the wanted version. */
  readonly accepts: (versionOutput: string) => boolean
  /** For messages: `PostgreSQL 16`. */
  readonly product: string
  /** Official image that has them: `postgres:16-bookworm`. */
  readonly image: string
  /** The user in the image that owns data: `postgres`. */
  readonly imageUser: string
}
