import type { Capture, CaptureRequest, EngineContext, Probe } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import { fingerprintStill, type BookmarkedSource } from '../offline/standstill.ts'
import { backupCommand } from './backup-command.ts'
import { openEnterprise, type EnterprisePlace, type EnterprisePrograms } from './enterprise-programs.ts'
import { BACKUP } from './parts.ts'

const MOVED =
  'Something was committed between the fingerprint and the end of the backup, so the fingerprint was discarded.'
const NOT_PROVEN =
  'The online backup of the Enterprise edition follows its documentation and was not proven here: none was at hand.'

/** An Enterprise database that is backed up by its own backup service. */
export interface OnlineSource extends BookmarkedSource {
  readonly database: string
  readonly from: string
  readonly place: EnterprisePlace
  readonly acceptLicense: 'yes' | 'eval'
  readonly probe: () => Promise<Probe>
}

/** Fingerprints over Bolt, then has Neo4j back itself up; the fingerprint counts only when nothing was committed until the end. */
export async function captureOnline(
  source: OnlineSource,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  const probe = await source.probe()
  const probedMs = context.clock.monotonicMs()
  await using programs = await openEnterprise(source.place, probe.identity.version, context)
  const still = request.fingerprint ? await fingerprintStill(source) : undefined
  const beganMs = context.clock.monotonicMs()
  await programs.run(backupCommand({ ...source, directory: programs.directory }))
  const endedMs = context.clock.monotonicMs()
  const unmoved = still !== undefined && (await source.bookmark()) === still.bookmark
  await request.sink.stream(BACKUP, programs.read(await onlyArchive(programs)), { compressed: true })
  const serverTime = (ms: number): string =>
    new Date(probe.serverTime.getTime() + Math.round(ms - probedMs)).toISOString()
  return {
    identity: probe.identity,
    consistency: { kind: 'transactional', fromAt: serverTime(beganMs), toAt: serverTime(endedMs) },
    fingerprint: unmoved ? still.fingerprint : undefined,
    requirements: probe.requirements,
    limitations: [NOT_PROVEN, ...(request.fingerprint && !unmoved ? [MOVED] : [])],
  }
}

/** A program that wrote nothing, or a second thing, did not do what was asked for. */
async function onlyArchive(programs: EnterprisePrograms): Promise<string> {
  const names = (await programs.list()).filter((name) => name.endsWith('.backup'))
  const [name] = names
  if (name !== undefined && names.length === 1) return name
  throw new LifeboatError({
    code: 'capture-failed',
    what: `neo4j-admin wrote ${names.length} archives where one was expected`,
    fix: 'run the backup again; if it stays so, check neo4j-admin database backup by hand',
  })
}
