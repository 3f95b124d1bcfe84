import type { EngineContext, Probe } from '../../../core/engine.ts'
import type { Fingerprint } from '../../../core/fingerprint.ts'
import { parseDuration } from '../../../core/units.ts'
import type { Neo4jConnection } from '../connection.ts'
import { openDatabase } from '../database.ts'
import { commandHost } from './command-host.ts'
import type { WrittenControl } from './config.ts'
import type { OfflineSource } from './capture.ts'
import type { MarkedServer } from './recover.ts'
import type { ServerHost } from './server-host.ts'
import { parseWindow } from './window.ts'

const START_TIMEOUT_MS = 300_000

/** The server of a connection that says how it is stopped and started. */
export async function openMarkedServer(
  connection: Neo4jConnection,
  control: WrittenControl,
  context: EngineContext,
): Promise<MarkedServer> {
  return {
    host: await openHost(control, context),
    startTimeoutMs: startTimeoutMs(control),
    answers: () => answers(connection, context),
  }
}

/** How the engine itself looks at a database over Bolt. */
export interface Looking {
  readonly probe: () => Promise<Probe>
  readonly fingerprint: () => Promise<Fingerprint>
}

/** A database that is dumped while its server is stopped. */
export async function openOfflineSource(
  connection: Neo4jConnection,
  looking: Looking,
  context: EngineContext,
): Promise<OfflineSource> {
  const { control } = connection
  const window = parseWindow(control?.window ?? '')
  if (control === undefined || window === undefined) throw new Error('the schema lets no other through')
  return {
    ...(await openMarkedServer(connection, control, context)),
    ...looking,
    database: connection.database,
    window: { ...window, written: control.window, timeZone: control.timeZone ?? 'UTC' },
    system: control.system ?? false,
    bookmark: () => bookmarkOf(connection, context),
  }
}

/** The bookmark of a read of nothing. */
export async function bookmarkOf(connection: Neo4jConnection, context: EngineContext): Promise<string> {
  await using database = await openDatabase(connection, context)
  const { bookmark } = await database.reading((transaction) => transaction.rows('RETURN 1'))
  return bookmark
}

/** Also after the run was told to stop: it must know whether it leaves a server behind that answers. */
async function answers(connection: Neo4jConnection, context: EngineContext): Promise<boolean> {
  try {
    await using database = await openDatabase(connection, {
      ...context,
      signal: new AbortController().signal,
    })
    await database.run('RETURN 1', {}, { write: false })
    return true
  } catch {
    return false
  }
}

async function openHost(control: WrittenControl, context: EngineContext): Promise<ServerHost> {
  const { docker, commands, home = '' } = control
  if (docker !== undefined) {
    const { dockerHost } = await import('./docker-host.ts')
    return await dockerHost(docker, context)
  }
  const { stop = [], start = [] } = commands ?? {}
  const conf = control.conf ?? `${home}/conf`
  return commandHost({ stop, start, home, conf, startTimeoutMs: startTimeoutMs(control) }, context)
}

function startTimeoutMs({ startTimeout }: WrittenControl): number {
  return parseDuration(startTimeout ?? '') ?? START_TIMEOUT_MS
}
