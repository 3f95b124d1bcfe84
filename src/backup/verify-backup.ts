import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { isId } from '../core/identifiers.ts'
import { KEYS, type Manifest } from '../core/manifest.ts'
import type { Anchor, VerificationRecord } from '../core/record.ts'
import { findAnchor, type AnchorSources } from '../evidence/anchors.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { basesOf, findChainAnchor, unvouchedFor, type ChainAnchor } from './delegated/bases.ts'
import { verifyTrees } from './delegated/verify-trees.ts'
import { takeLease } from './lease.ts'
import { openWithKeys } from './open-with-keys.ts'
import { readManifest } from './read-manifest.ts'
import { selectBackup } from './select.ts'
import { judgeVerification } from './verification-verdict.ts'
import type { VerifyJob } from './verify.ts'
import { findStrangers, VolumeCheck } from './volume-check.ts'

/** What a verification found so far; a failing one has found something too. */
export interface VerificationFindings {
  anchor: Anchor
  opened: boolean
  checks: VerificationRecord['checks']
  backup?: NonNullable<VerificationRecord['backup']>
  grade?: NonNullable<VerificationRecord['grade']>
  verifiedBytes?: number
  volumeCount?: number
}

/** Selects, opens and compares one backup; fills `findings` as it goes, and throws what is wrong when all of it is known. */
export async function verifyBackup(
  job: VerifyJob,
  log: RunLog,
  findings: VerificationFindings,
): Promise<void> {
  const { manifest, chain } = await log.phase('manifest', () => findManifest(job, findings))
  const timeoutMs = job.target.settings.backupTimeoutMs
  const bases = basesOf(manifest)
  await using _lease = await takeLease(job, { backupId: manifest.id, bases, timeoutMs, log })
  const volumes = new VolumeCheck(manifest, job.store, job.context)
  findings.volumeCount = manifest.parts.flatMap((part) => part.volumes).length
  const opening = await log.phase('open', () => openWithKeys(job, manifest, volumes))
  const bad = [...(await log.phase('volumes', () => volumes.readRest(job.target.settings.parallel)))]
  findings.verifiedBytes = volumes.verifiedBytes
  const trees = await verifyTrees(job, manifest, { volumes: (part) => volumes.open(part), log })
  bad.push(...trees.bad)
  findings.verifiedBytes += trees.verifiedBytes
  findings.volumeCount += trees.objects
  findings.opened = opening.opened
  findings.checks = [
    ...bad.map(({ key, error }) => ({ name: key, result: 'failed', detail: error.what }) as const),
    ...opening.checks,
    ...trees.checks,
  ]
  for (const sentence of opening.limitations) log.limitation(sentence)
  await noteStrangers(job, manifest, log)
  const { checks, complaints } = opening
  const problem = judgeVerification({ backupId: manifest.id, bad, checks, complaints })
  if (problem !== undefined) throw problem
  if (chain.anchor === 'none') refuseUnanchored(job, log, { id: manifest.id, chain })
  else findings.grade = opening.parsed ? 1 : 0
  if (opening.keyError !== undefined) throw opening.keyError
}

async function findManifest(
  job: VerifyJob,
  findings: VerificationFindings,
): Promise<{ readonly manifest: Manifest; readonly chain: ChainAnchor }> {
  const { store } = job
  const target = job.target.name
  const sources = { store, ...(job.ledger === undefined ? {} : { ledger: job.ledger }) }
  const id = await selectId(job, sources)
  const anchor = await findAnchor(target, id, sources)
  findings.anchor = anchor.anchor
  const reference = { id, store: store.name, manifestKey: KEYS.manifest(target, id) }
  // The record speaks of the backup that should be there, also when another one is.
  if (anchor.manifestSha256 !== undefined) {
    findings.backup = { ...reference, manifestSha256: anchor.manifestSha256 }
  }
  const { manifest, sha256 } = await readManifest(store, { target, id, engine: job.engine.name }, anchor)
  findings.backup = { ...reference, manifestSha256: sha256 }
  const chain = await findChainAnchor(manifest, anchor.anchor, sources)
  findings.anchor = chain.anchor
  return { manifest, chain }
}

/** What an id names is spoken of in the record also when its manifest is gone. */
async function selectId({ target, selector }: VerifyJob, sources: AnchorSources): Promise<string> {
  try {
    return (await selectBackup(sources, target.name, selector)).id
  } catch (error) {
    if (isLifeboatError(error, 'manifest-absent') && isId(selector)) return selector
    throw error
  }
}

async function noteStrangers({ store }: VerifyJob, manifest: Manifest, log: RunLog): Promise<void> {
  const strangers = await findStrangers(manifest, store)
  if (strangers.length === 0) return
  log.limitation(
    `${strangers.length} stored objects beside the volumes are named by no manifest, the first is ${strangers[0]}.`,
  )
}

function refuseUnanchored(
  { acceptUnanchored }: VerifyJob,
  log: RunLog,
  { id, chain }: { readonly id: string; readonly chain: ChainAnchor },
): void {
  const { unvouched = id } = chain
  const whose = unvouched === id ? 'the manifest' : `the manifest of ${unvouched}, which it is based on`
  log.limitation(
    `No record holds the digest of ${whose}, so it could have been forged together with the volumes.`,
  )
  if (acceptUnanchored === true) return
  throw new LifeboatError({
    code: 'backup-unanchored',
    what: `what is stored is whole in itself, but ${unvouchedFor(id, chain)}`,
    why: 'the record was never written, or was removed',
    fix: 'find out why; take a new backup',
  })
}
