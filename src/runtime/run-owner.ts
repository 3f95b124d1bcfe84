import { readFileSync } from 'node:fs'
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { LifeboatError } from '../core/errors.ts'
import { isId } from '../core/identifiers.ts'
import { explainNoSpace } from './no-space.ts'

const OWNER_FILE = 'owner.json'
/** Runs of this process that leave something on a server. */
const leaving = new Set<string>()

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

/** Makes a run's private folder (mode 0700) with a note of who owns it. Throws `disk-full` or `privilege-missing`. */
export async function claimRunFolder(runId: string): Promise<string> {
  const folder = join(runsFolder(), runId)
  try {
    await mkdir(runsFolder(), { recursive: true, mode: 0o700 })
    await requireOwnFolder(runsFolder())
    await mkdir(folder, { mode: 0o700 })
    await writeFile(join(folder, OWNER_FILE), JSON.stringify(currentOwner()), { mode: 0o600 })
    return folder
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
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
  leaving.add(runId)
}

/** Removes the folder of a run that ends. Of one that leaves something to sweep it stays, empty: without an owner the run is dead. */
export async function endRunFolder(runId: string): Promise<void> {
  if (!leaving.delete(runId)) return await removeRunFolder(runId)
  const folder = join(runsFolder(), runId)
  const names = await readdir(folder).catch(() => [])
  for (const name of names) await rm(join(folder, name), { recursive: true, force: true })
}

/**
 * Removes what a run kept in its folder, but not the note of who owned it: as long as that is there the run is known to be dead.
 * False when there was nothing else.
 */
export async function emptyRunFolder(runId: string): Promise<boolean> {
  const folder = join(runsFolder(), runId)
  const others = (await readdir(folder)).filter((name) => name !== OWNER_FILE)
  for (const name of others) await rm(join(folder, name), { recursive: true, force: true })
  return others.length > 0
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
  try {
    const owner = JSON.parse(await readFile(join(runsFolder(), runId, OWNER_FILE), 'utf8')) as Owner
    return mayLive(owner)
  } catch {
    return false
  }
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
