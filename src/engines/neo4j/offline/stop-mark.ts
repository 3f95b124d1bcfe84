import { z } from 'zod'
import { LifeboatError } from '../../../core/errors.ts'
import { currentOwner } from '../../../runtime/run-owner.ts'

const stopMarkSchema = z.object({
  runId: z.string(),
  owner: z.object({ host: z.string(), pid: z.int(), processStart: z.string() }),
  /** When the run began with it, by its own clock. */
  at: z.string(),
})

/** Which run stopped a server, so that another one can start it again when that run has died. */
export type StopMark = Readonly<z.infer<typeof stopMarkSchema>>

export function newStopMark(runId: string, now: Date): StopMark {
  return { runId, owner: currentOwner(), at: now.toISOString() }
}

/** Reads a mark; a damaged one is nobody's who could be asked. */
export function parseStopMark(text: string): StopMark {
  try {
    return stopMarkSchema.parse(JSON.parse(text))
  } catch {
    return { runId: 'unknown', owner: { host: 'unknown', pid: 0, processStart: '' }, at: 'unknown' }
  }
}

/** The error of a second run that wants to stop the same server. */
export function alreadyMarked(
  { description, markPlace }: { readonly description: string; readonly markPlace: string },
  mark: StopMark | undefined,
): LifeboatError {
  const who = mark === undefined ? 'another run' : `run ${mark.runId} on ${mark.owner.host}, at ${mark.at}`
  return new LifeboatError({
    code: 'busy',
    what: `Neo4j in ${description} is being backed up offline by another run`,
    why: `it was marked by ${who}`,
    fix: `wait for that run; if it no longer lives, lifeboat sweep on its computer starts Neo4j again and removes the mark, ${markPlace}`,
  })
}
