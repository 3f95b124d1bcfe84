import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { LifeboatError } from '../core/errors.ts'
import { idTime, isId } from '../core/identifiers.ts'
import { explainNoSpace } from './no-space.ts'

const OWNER_FILE = 'owner.json'
/** In the folder of a run that leaves something on a server; without an owner beside it the run has ended. */
const LEFT_FILE = 'left'
/** A folder that tells no owner is taken for a run's that just begins, or ends, until it is older than this. */
const BEGINNING_MS = 60_000
/** Of a server that is gone for good nobody will ever sweep anything. */
export const KEEP_MS = 90 * 86_400_000

/** Which process a run belongs to; the start time tells a reused process number apart. */
export interface Owner {
  readonly host: string
  readonly pid: number
  readonly processStart: string
}

/** Where this user's runs keep their private folders. */
export function runsFolder(): string {
  return join(tmpdir(), `lifeboat-${userInfo().username}`)
}

/** Where runs note what they have asked a server for, in files named after the run: beside their folders, which sweep empties first. */
export function notesFolder(): string {
  return join(runsFolder(), 'qdrant-snapshots')
}

/**
 * Makes a run's private folder (mode 0700) with a note of who owns it; it gets its name only with the note in it, so that nobody takes
 * the run for dead meanwhile. Throws `disk-full` or `privilege-missing`.
 */
export async function claimRunFolder(runId: string): Promise<string> {
  const folder = join(runsFolder(), runId)
  const unfinished = `${folder}.new`
  try {
    await mkdir(runsFolder(), { recursive: true, mode: 0o700 })
    await requireOwnFolder(runsFolder())
    await mkdir(unfinished, { mode: 0o700 })
    await writeFile(join(unfinished, OWNER_FILE), JSON.stringify(currentOwner()), { mode: 0o600 })
    await rename(unfinished, folder)
    return folder
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined)
    throw explainNoSpace(error)
  }
}

/** The folder's name can be guessed and lies where everybody may write. Throws `privilege-missing`. */
async function requireOwnFolder(folder: string): Promise<void> {
  const found = await lstat(folder)
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return
  throw new LifeboatError({
    code: 'privilege-missing',
    what: `${folder} is not a private folder of this user`,
    fix: 'remove it, or set TMPDIR to a folder of your own',
  })
}

/** This process, as a note or a label names it. */
export function currentOwner(): Owner {
  return { host: hostname(), pid: process.pid, processStart: processStart(process.pid) ?? '' }
}

/** False only when the owner is of this computer and has ended; another computer's cannot be judged from here. */
export function mayLive(owner: Owner): boolean {
  return owner.host !== hostname() || processStart(owner.pid) === owner.processStart
}

/** The runs that left a folder on this computer, alive or not. */
export async function listRuns(): Promise<readonly string[]> {
  const names = await readdir(runsFolder()).catch(() => [])
  return names.filter(isId).sort()
}

export async function removeRunFolder(runId: string): Promise<void> {
  await rm(join(runsFolder(), runId), { recursive: true, force: true })
}

/** Says that a run leaves something on a server which sweep is to remove: of its folder a trace stays, by which sweep knows it. */
export function leaveToSweep(runId: string): void {
  try {
    writeFileSync(join(runsFolder(), runId, LEFT_FILE), '', { mode: 0o600 })
  } catch {
    // The failure that is being told must not be hidden by this one.
  }
}

/** Removes the folder of a run that ends. Of one that leaves something to sweep it stays, and says nothing else. */
export async function endRunFolder(runId: string): Promise<void> {
  const folder = join(runsFolder(), runId)
  if (!existsSync(join(folder, LEFT_FILE))) return await removeRunFolder(runId)
  await removeAllBut(folder, [LEFT_FILE])
}

/**
 * Removes the trace of a dead run when every database was asked, unless something of the run may still be there: what it noted, or
 * what it left at a server of which nothing was swept, so that it may be one that was not asked.
 */
export async function forgetRun(runId: string, wasSwept: boolean): Promise<void> {
  const notes = await readdir(notesFolder()).catch(() => [])
  if (notes.some((name) => name.startsWith(`${runId}.`) && name.endsWith('.json'))) return
  const isOld = Date.now() - (idTime(runId)?.getTime() ?? 0) > KEEP_MS
  if (wasSwept || isOld || !existsSync(join(runsFolder(), runId, LEFT_FILE))) await removeRunFolder(runId)
}

/**
 * Removes what a run kept in its folder, but not what says that it is dead: who owned it, and that it left something.
 * False when there was nothing else.
 */
export async function emptyRunFolder(runId: string): Promise<boolean> {
  return (await removeAllBut(join(runsFolder(), runId), [OWNER_FILE, LEFT_FILE])) > 0
}

/** Returns how many were removed. */
async function removeAllBut(folder: string, kept: readonly string[]): Promise<number> {
  const others = (await readdir(folder)).filter((name) => !kept.includes(name))
  for (const name of others) await rm(join(folder, name), { recursive: true, force: true })
  return others.length
}

/** `unknown`: no folder here, so it ended and left nothing that it knew of, or it runs on another computer. */
export type RunState = 'alive' | 'dead' | 'unknown'

/** Tells, as of now, which runs live; only a `dead` one may be swept where other computers' runs are seen too. */
export async function readRunStates(): Promise<(runId: string) => RunState> {
  const states = new Map<string, RunState>()
  for (const runId of await listRuns()) states.set(runId, (await ownerLives(runId)) ? 'alive' : 'dead')
  return (runId) => states.get(runId) ?? 'unknown'
}

async function ownerLives(runId: string): Promise<boolean> {
  const folder = join(runsFolder(), runId)
  try {
    const owner = JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8')) as Owner
    return mayLive(owner)
  } catch {
    return !existsSync(join(folder, LEFT_FILE)) && (await isBeginning(folder))
  }
}

async function isBeginning(folder: string): Promise<boolean> {
  const changed = await stat(folder).catch(() => undefined)
  return changed !== undefined && Date.now() - changed.mtimeMs < BEGINNING_MS
}

/** The kernel's start time of a process, or undefined when there is none; where there is no /proc, a signal probe. */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie has ended; only its parent has not asked for its exit code yet.
    return state === 'Z' ? undefined : fields[18]
  } catch {
    return signalProbe(pid) ? 'alive' : undefined
  }
}

function signalProbe(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
