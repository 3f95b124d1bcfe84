import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Context } from '../../../core/context.ts'
import { notesFolder } from '../../../runtime/run-owner.ts'

const noteSchema = z.strictObject({
  runId: z.string(),
  /** The server, as its identity says. */
  server: z.string(),
  /** Another peer of the cluster than the one that the target names. */
  peer: z.strictObject({ host: z.string(), port: z.int() }).optional(),
  collection: z.string(),
  shard: z.int().optional(),
  /** Snapshots that were there before: never ours. */
  before: z.array(z.string()),
  /** The server's clock when it was asked for one, in milliseconds. */
  askedAtMs: z.number(),
  /** Once the server has told it. */
  name: z.string().optional(),
})

/** A snapshot that a run has asked for and not removed yet. The server names it, to the second, so nothing there tells whose it is. */
export type SnapshotNote = z.infer<typeof noteSchema>

/** A note that lies here. */
export interface WrittenNote {
  /** Notes what the server has called its snapshot. */
  readonly setName: (name: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Writes a note down. */
export async function writeNote(note: SnapshotNote, context: Context): Promise<WrittenNote> {
  await mkdir(notesFolder(), { recursive: true, mode: 0o700 })
  const suffix = Buffer.from(context.random.bytes(6)).toString('hex')
  const path = join(notesFolder(), `${note.runId}.${suffix}.json`)
  const write = async (content: SnapshotNote): Promise<void> => {
    const unfinished = `${path}.part`
    await writeFile(unfinished, JSON.stringify(content), { mode: 0o600 })
    await rename(unfinished, path)
  }
  await write(note)
  return { setName: (name) => write({ ...note, name }), remove: () => rm(path, { force: true }) }
}

/** The notes of every run of this user on this computer, each with a way to remove it. */
export async function readNotes(): Promise<
  readonly { readonly note: SnapshotNote; readonly remove: () => Promise<void> }[]
> {
  const folder = notesFolder()
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'))
  const found = await Promise.all(names.map((name) => readNote(join(folder, name))))
  return found.filter((one) => one !== undefined)
}

/** One that is damaged names nothing. */
async function readNote(path: string) {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(path, 'utf8')))
    return { note, remove: () => rm(path, { force: true }) }
  } catch {
    return undefined
  }
}

const LATER_MS = 2000

/**
 * Whether a snapshot is the noted one, or, of a request that got no answer, has a name that it would have got: its server puts
 * the second of the request into it.
 */
export function mayBeNoted(name: string, { before, askedAtMs, name: own }: SnapshotNote): boolean {
  if (own !== undefined) return name === own
  const stamp = /-(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})\.snapshot$/.exec(name)
  if (stamp === null || before.includes(name)) return false
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = stamp.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day, hour, minute, second)
  return at >= askedAtMs && at <= askedAtMs + LATER_MS
}
