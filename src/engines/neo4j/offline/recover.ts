import type { EngineContext } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import { mayLive } from '../../../runtime/run-owner.ts'
import { bringBack, type OutageServer } from './outage.ts'
import type { ServerHost } from './server-host.ts'
import type { StopMark } from './stop-mark.ts'

/** A stop that a killed run gave goes on without it, so that a server may still answer that is about to end. */
const STOPPING_MS = 240_000

export interface MarkedServer extends OutageServer {
  readonly host: ServerHost
}

/**
 * Starts a server that a run of this computer had stopped before it was killed, and says so in one sentence; undefined when there is
 * none. What another computer's run or one that lives has marked is left, and said: as `busy` where the server is down. Throws
 * `server-unreachable` when it does not come back.
 */
export async function recoverStopped(
  server: MarkedServer,
  context: EngineContext,
): Promise<string | undefined> {
  const { host } = server
  const mark = await host.readMark()
  if (mark === undefined) return undefined
  const answers = await server.answers()
  const lives = mayLive(mark.owner)
  if (lives && !answers) throw heldDown(server, mark)
  if (answers && (lives || mayBeStopping(mark, context))) {
    context.reporter.report({ event: 'warning', message: left(server, mark) })
    return undefined
  }
  await host.endAdmin()
  const failure = answers ? await host.unmark() : await bringBack(server, context)
  if (failure !== undefined) throw stillDown(failure)
  const what = answers ? 'removed the mark of' : 'started Neo4j again, which had been down since'
  return `${what} run ${mark.runId}: it was killed while it backed up ${host.description} offline, begun at ${mark.at}`
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
