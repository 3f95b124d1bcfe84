import type { EngineContext } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import { mayLive } from '../../../runtime/run-owner.ts'
import { bringBack, type OutageServer } from './outage.ts'
import type { ServerHost } from './server-host.ts'
import { unreadableMark, type StopMark } from './stop-mark.ts'

/** A stop that a killed run gave goes on without it, so that a server may still answer that is about to end. */
const STOPPING_MS = 240_000

export interface MarkedServer extends OutageServer {
  readonly host: ServerHost
}

/**
 * Starts a server that a run of this computer had stopped and left so, and says so in one sentence; undefined when there is none.
 * What another computer's run, one that lives, or nobody knows who has marked is left, and said: as `busy` where the server is down.
 * Throws `server-unreachable` when it does not come back.
 */
export async function recoverStopped(
  server: MarkedServer,
  context: EngineContext,
): Promise<string | undefined> {
  const { host } = server
  const mark = await host.readMark()
  if (mark === undefined) return undefined
  const answers = await server.answers()
  if (mark === 'unreadable') return leaveUnreadable(host, answers, context)
  const lives = mayLive(mark.owner)
  if (lives && !answers) throw heldDown(server, mark)
  if (answers && (lives || mayBeStopping(mark, context))) {
    context.reporter.report({ event: 'warning', message: left(server, mark) })
    return undefined
  }
  await host.endAdmin()
  const failure = answers ? await host.unmark() : await bringBack(server, context)
  if (failure !== undefined) throw stillDown(failure)
  return answers ? unmarkedWords(host, mark) : startedWords(host, mark)
}

/** A run that was killed, or one that could not start the server itself: the mark does not tell them apart. */
function startedWords({ description }: ServerHost, { runId, at }: StopMark): string {
  return `started Neo4j again: run ${runId} had stopped it in ${description} for an offline backup, begun at ${at}, and ended before it answered`
}

function unmarkedWords({ description }: ServerHost, { runId, at }: StopMark): string {
  return `removed the mark of run ${runId}: it ended during an offline backup of Neo4j in ${description}, begun at ${at}; Neo4j answers`
}

function leaveUnreadable(host: ServerHost, answers: boolean, { reporter }: EngineContext): undefined {
  const unreadable = unreadableMark(host)
  if (!answers) throw unreadable
  reporter.report({ event: 'warning', message: `${unreadable.message}. ${unreadable.fix}` })
}

function mayBeStopping({ at }: StopMark, { clock }: EngineContext): boolean {
  return clock.now().getTime() - Date.parse(at) < STOPPING_MS
}

function left({ host }: MarkedServer, { runId, owner, at }: StopMark): string {
  return (
    `Neo4j in ${host.description} was marked by run ${runId} on ${owner.host} at ${at} to be dumped offline, and may still be; ` +
    byHand(host)
  )
}

function heldDown({ host }: MarkedServer, { runId, owner, at }: StopMark): LifeboatError {
  return new LifeboatError({
    code: 'busy',
    what: `Neo4j in ${host.description} is down, and run ${runId} on ${owner.host} said at ${at} that it stops it to dump it`,
    fix: `wait for that run; ${byHand(host)}`,
  })
}

function byHand({ startByHand, markPlace }: ServerHost): string {
  return `if that run no longer lives, start Neo4j (${startByHand}) and remove the mark, ${markPlace}`
}

/** Of this run there is no copy that could be good. */
function stillDown({ what, why = '', fix = '', cause }: LifeboatError): LifeboatError {
  return new LifeboatError({ code: 'server-unreachable', what, why, fix, cause })
}
