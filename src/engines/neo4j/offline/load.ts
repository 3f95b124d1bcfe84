import type { EngineContext, Loaded, PartSource } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import type { Machine } from '../../../core/machine.ts'
import type { Neo4jConnection } from '../connection.ts'
import { BACKUP } from '../online/parts.ts'
import { server, serverEnvironment } from '../server.ts'
import { DUMP } from './parts.ts'
import { programWords } from './program-words.ts'
import { compareVersions, releaseIn } from './version-order.ts'

const DATABASE = 'neo4j'
const SYSTEM_LEFT_OUT = 'Users and roles were not restored: the sandbox has its own.'

/** Whether parts of these names are archives of `neo4j-admin` and no graph of our own. */
export function isArchive(names: readonly string[]): boolean {
  return names.includes(DUMP) || names.includes(BACKUP)
}

/**
 * Puts an archive into a server that has never been started, and starts it. The machine is fresh, so a failed load destroys nothing.
 * Throws `program-version` for an archive of a newer release, `load-failed`, `destination-not-empty`.
 */
export async function loadArchive(
  machine: Machine,
  parts: PartSource,
  context: EngineContext,
): Promise<Loaded<Neo4jConnection>> {
  const startedMs = context.clock.monotonicMs()
  await requireRelease(machine, parts.requirements['neo4jVersion'])
  await server.prepare(machine, parts.requirements, context)
  await (parts.names.includes(DUMP) ? loadDump(machine, parts) : restoreBackup(machine, parts))
  const connection = await server.start(machine, context)
  const durationMs = Math.round(context.clock.monotonicMs() - startedMs)
  return { connection, phases: [{ name: 'load', durationMs }], limitations: [SYSTEM_LEFT_OUT] }
}

async function loadDump(machine: Machine, parts: PartSource): Promise<void> {
  const stdin = await parts.open(DUMP)
  const args = ['database', 'load', DATABASE, '--from-stdin']
  const command = { program: 'neo4j-admin', args, env: serverEnvironment(machine), stdin }
  await machine.run(command).catch(explainLoad)
}

/** Community's programs have no such command, and say so. */
async function restoreBackup(machine: Machine, parts: PartSource): Promise<void> {
  const path = await machine.writeFile(`${DATABASE}.backup`, (file) => parts.pour(BACKUP, file))
  const args = ['database', 'restore', `--from-path=${path}`, DATABASE]
  await machine.run({ program: 'neo4j-admin', args, env: serverEnvironment(machine) }).catch(explainLoad)
  await machine.removeFile(path)
}

async function requireRelease(machine: Machine, writer: string | undefined): Promise<void> {
  const { stdout } = await machine.run({ program: 'neo4j-admin', args: ['--version'] })
  const reader = releaseIn(stdout)
  if (writer === undefined || reader === undefined || compareVersions(writer, reader) <= 0) return
  throw new LifeboatError({
    code: 'program-version',
    what: `a backup of Neo4j ${writer} cannot be loaded by Neo4j ${reader}, which is older`,
    fix: `load it with Neo4j ${writer} or later`,
  })
}

function explainLoad(error: unknown): never {
  if (!isLifeboatError(error, 'program-failed')) throw error
  const words = programWords(error)
  const occupied = /already exists/i.test(words)
  throw new LifeboatError({
    code: occupied ? 'destination-not-empty' : 'load-failed',
    what: occupied ? 'the machine holds a Neo4j database already' : 'neo4j-admin did not load the backup',
    why: words,
    ...(occupied ? { fix: 'load it on a fresh machine' } : {}),
    cause: error,
  })
}

/** The answer to `--into`. */
export function requireRestorable(parts: readonly string[]): void {
  if (!isArchive(parts)) return
  throw new LifeboatError({
    code: 'not-supported',
    what: 'an archive of neo4j-admin cannot be loaded into a running server',
    why: 'it is loaded into a stopped server only, and a load that fails over a database destroys it',
    fix: 'load it by hand into a stopped server beside, as docs/recover-by-hand.md says; lifeboat drill proves it without one, and a backup in mode bolt can be restored into a running, empty database',
  })
}
