import { encodeManifest } from '../../../src/backup/manifest.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type {
  BackupRecord,
  DrillRecord,
  RecordBase,
  RestoreRecord,
  VerificationRecord,
} from '../../../src/core/record.ts'
import type { StoreWriter } from '../../../src/core/store.ts'
import { sha256Hex } from '../../../src/evidence/canonical.ts'

const START = Date.UTC(2026, 10, 21, 2, 17, 0)

/** Ids a minute apart, so that they sort as they are numbered. */
export function idOf(index: number): string {
  const time = new Date(START + index * 60_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `${time}Z-t${String(index % 1000).padStart(3, '0')}`
}

/** What the records of these tests have in common. */
function base(index: number): RecordBase {
  return {
    format: 'lifeboat-record/1',
    id: idOf(index),
    project: 'shop',
    target: 'orders',
    engine: 'postgres',
    startedAt: '2026-11-21T02:17:00.000Z',
    finishedAt: '2026-11-21T02:18:00.000Z',
    durationMs: 60_000,
    outcome: 'succeeded',
    trigger: { kind: 'schedule', scheduledFor: '2026-11-21T02:17:00Z', slippageMs: 412 },
    policyDigest: sha256Hex('policy'),
    toolVersion: '0.1.0',
    phases: [{ name: 'capture', durationMs: 59_000 }],
    limitations: [],
  }
}

/** The manifest that `backupRecord(index)` vouches for. */
export function manifestOf(index: number): Uint8Array {
  const { server, consistency, recipients } = CAPTURED
  return encodeManifest({
    format: 'lifeboat-manifest/1',
    id: idOf(index),
    project: 'shop',
    target: 'orders',
    engine: 'postgres',
    toolVersion: '0.1.0',
    startedAt: '2026-11-21T02:17:00.000Z',
    server,
    consistency,
    requirements: {},
    recipients,
    parts: [
      {
        name: 'data.dump',
        compression: 'zstd',
        seal: 'age',
        volumes: [0, 1].map((volume) => ({
          key: KEYS.volume('orders', idOf(index), { part: 0, volume }),
          bytes: VOLUME.length,
          sha256: sha256Hex(VOLUME),
          verifiedBy: 'sha256',
        })),
      },
    ],
    limitations: [],
  })
}

/** Stores the manifest and the volumes of `backupRecord(index)`. */
export async function writeBackupFiles(store: StoreWriter, index: number): Promise<void> {
  for (const volume of [0, 1])
    await store.put(KEYS.volume('orders', idOf(index), { part: 0, volume }), VOLUME)
  await store.put(KEYS.manifest('orders', idOf(index)), manifestOf(index))
}

const VOLUME = new TextEncoder().encode('a volume')

const CAPTURED = {
  server: { version: '16.14', id: 'system-7/orders', address: 'db.internal:5432/orders' },
  consistency: {
    kind: 'transactional',
    fromAt: '2026-11-21T02:17:01.123456Z',
    toAt: '2026-11-21T02:17:01.123456Z',
  },
  recipients: ['age1qqqq'],
} as const

export function backupRecord(index: number): BackupRecord {
  const id = idOf(index)
  return {
    ...base(index),
    kind: 'backup',
    backup: {
      id,
      store: 'primary',
      manifestKey: `manifests/orders/${id}.json`,
      manifestSha256: sha256Hex(manifestOf(index)),
    },
    ...CAPTURED,
    availableAt: '2026-11-21T02:17:59Z',
    storedBytes: 4096,
    partCount: 3,
    volumeCount: 3,
    fingerprint: {
      disclosure: 'full',
      keyId: 'k1',
      datasetCount: 1,
      itemCount: 12,
      datasets: [{ name: 'public.orders', kind: 'table', count: 12, keyedDigest: sha256Hex('keyed') }],
      origin: 'source',
      coverage: 'exact',
    },
  }
}

export function verificationRecord(index: number): VerificationRecord {
  return {
    ...base(index),
    kind: 'verification',
    anchor: 'ledger',
    grade: 1,
    verifiedBytes: 4096,
    volumeCount: 3,
    opened: true,
    checks: [{ name: 'data.dump', result: 'passed', detail: '214 entries' }],
  }
}

export function drillRecord(index: number): DrillRecord {
  return {
    ...base(index),
    kind: 'drill',
    plan: 'monthly',
    selection: { method: 'random', seed: 'f00d', candidates: 30 },
    anchor: 'ledger',
    sandbox: {
      provider: 'process',
      description: 'PostgreSQL 16.14 in a network namespace',
      serverVersion: '16.14',
      isolation: 'network-namespace',
      egress: 'blocked',
      destroyed: true,
    },
    grade: 6,
    highestGrade: { grade: 7, because: 'application checks are configured' },
    proven: true,
    comparison: {
      disclosure: 'full',
      origin: 'source',
      datasetCount: 1,
      equalCount: 1,
      datasets: [
        { name: 'public.orders', kind: 'table', result: 'equal', expectedCount: 12, actualCount: 12 },
      ],
      inventoryCount: 40,
      inventoryDifferences: [],
      schemaEqual: true,
    },
    checks: [{ name: 'amcheck', result: 'passed', detail: '12 indexes' }],
    negativeControl: { seed: 'f00d', dataset: 'public.orders', change: 'one row removed', detected: true },
    rta: { measuredMs: 41_000, objectiveMs: 900_000 },
    rpa: { ageMs: 7_200_000, objectiveMs: 3_600_000 },
    verdicts: { rto: 'met', rpo: 'breached', integrity: 'met', overall: 'breached' },
    summary: {
      drill_timestamp: '2026-11-21T04:17:00Z',
      backup_age_minutes: 120,
      restore_duration_minutes: 1,
      rpo_compliant: false,
      rto_compliant: true,
      status: 'success',
    },
  }
}

export function restoreRecord(index: number): RestoreRecord {
  return {
    ...base(index),
    kind: 'restore',
    outcome: 'couldNotRun',
    error: { code: 'destination-not-empty', message: 'shop_copy holds 14 objects' },
    anchor: 'store',
    acceptedUnanchored: false,
    destination: { address: 'db.internal:5432/shop_copy', identity: 'system-7/shop_copy' },
    confirmedBy: 'typed',
  }
}
