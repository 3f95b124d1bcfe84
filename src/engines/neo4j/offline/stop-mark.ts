import { z } from 'zod'
import { LifeboatError } from '../../../core/errors.ts'
import { currentOwner } from '../../../runtime/run-owner.ts'
import type { ServerHost } from './server-host.ts'

const stopMarkSchema = z.object({
  runId: z.string(),
  owner: z.object({ host: z.string(), pid: z.int(), processStart: z.string() }),
  /** When the run began with it, by its own clock. */
  at: z.string(),
})

/** Which run stopped a server, so that another one can start it again when that run has died. */
export type StopMark = Readonly<z.infer<typeof stopMarkSchema>>

/** What is found on a host: a damaged mark is nobody's who could be asked. */
export type FoundMark = StopMark | 'unreadable'

export function newStopMark(runId: string, now: Date): StopMark {
  return { runId, owner: currentOwner(), at: now.toISOString() }
}

export function parseStopMark(text: string): FoundMark {
  try {
    return stopMarkSchema.parse(JSON.parse(text))
  } catch {
    return 'unreadable'
  }
}

type MarkedHost = Pick<ServerHost, 'description' | 'startByHand' | 'markPlace'>

/** A mark that only a person can judge. */
export function unreadableMark({ description, startByHand, markPlace }: MarkedHost): LifeboatError {
  return new LifeboatError({
    code: 'busy',
    what: `there is a mark that Neo4j in ${description} is stopped for an offline backup, and it cannot be read`,
    why: 'it is empty or damaged, so that nobody can tell which run made it',
    fix: `make sure that no backup of this server runs; then start Neo4j if it is down (${startByHand}), and remove the mark, ${markPlace}`,
  })
}

/** The error of a second run that wants to stop the same server. */
export function alreadyMarked(host: MarkedHost, mark: FoundMark | undefined): LifeboatError {
  if (mark === 'unreadable') return unreadableMark(host)
  const { description, markPlace } = host
  const who = mark === undefined ? 'another run' : `run ${mark.runId} on ${mark.owner.host}, at ${mark.at}`
  return new LifeboatError({
    code: 'busy',
    what: `Neo4j in ${description} is being backed up offline by another run`,
    why: `it was marked by ${who}`,
    fix: `wait for that run; if it no longer lives, lifeboat sweep on its computer starts Neo4j again and removes the mark, ${markPlace}`,
  })
}
