import type { ScheduleKind } from '../../core/target.ts'
import { widestGap } from '../../schedule/widest-gap.ts'
import type { Configuration } from '../configuration.ts'
import { inOrder } from '../problem.ts'
import { findingOf, type Finding, type Observation } from './finding.ts'
import { targetObservations, type GapOf, type TargetPolicy } from './target-findings.ts'

export interface Judged {
  readonly targets: readonly TargetPolicy[]
  readonly encryption: Pick<Configuration['encryption'], 'recipients'>
  readonly evidence: Pick<Configuration['evidence'], 'hasKey'>
  readonly locate: Configuration['locate']
  readonly isWritten: Configuration['isWritten']
}

/** What a valid configuration cannot achieve or leaves open, in the order of the file. */
export function findingsOf(configuration: Judged, now: Date): Finding[] {
  const gapOf = gaps(now)
  const observations = [
    ...configuration.targets.flatMap((target) => targetObservations(target, gapOf)),
    ...fleetObservations(configuration),
  ]
  return inOrder(observations.map((observation) => findingOf(observation, configuration)))
}

/** Targets mostly share their schedules, so each is looked through once. */
function gaps(now: Date): GapOf {
  const known = new Map<string, number>()
  return ({ schedule, timeZone }: TargetPolicy, kind: ScheduleKind) => {
    const expression = schedule[kind]
    if (expression === undefined) return undefined
    const key = `${expression} ${timeZone}`
    const gap = known.get(key) ?? widestGap({ expression, timeZone }, now)
    known.set(key, gap)
    return gap
  }
}

function fleetObservations({ encryption, evidence }: Judged): Observation[] {
  return [...encryptionObservations(encryption.recipients.length), ...evidenceObservations(evidence.hasKey)]
}

function encryptionObservations(recipients: number): Observation[] {
  if (recipients > 1) return []
  const path = ['encryption', 'recipients']
  if (recipients === 0) {
    const message = 'backups are stored unencrypted'
    return [{ code: 'unencrypted', path, message, fix: 'run lifeboat keys new and add its public key' }]
  }
  const message = 'there is one key only: if it is lost, so is every backup'
  return [
    { code: 'escrow-missing', path, message, fix: 'add the public key of an escrow key kept elsewhere' },
  ]
}

function evidenceObservations(hasKey: boolean): Observation[] {
  if (hasKey) return []
  return [
    {
      code: 'evidence-key-missing',
      path: ['evidence', 'key'],
      message: 'published records hold no digests of datasets without a key for them',
      fix: 'make a random key of 32 bytes or more, and add key: { env: LIFEBOAT_EVIDENCE_KEY }',
    },
  ]
}
