import { readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { KEYS, type Manifest } from '../../../src/core/manifest.ts'
import type { BackupRecord, VerificationRecord } from '../../../src/core/record.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import type { LedgerReader } from '../../../src/evidence/ledger/read-ledger.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'

interface Scene {
  readonly bench: BackupBench
  readonly backup: BackupRecord
  readonly manifest: Manifest
  readonly keys: readonly string[]
  readonly file: (key: string) => string
}

async function openScene(bench: BackupBench): Promise<Scene> {
  const backup = await runBackup(bench.job)
  const stored = await buffer(await bench.store.read(KEYS.manifest('books', backup.id)))
  const manifest = JSON.parse(stored.toString()) as Manifest
  const keys = manifest.parts.flatMap(({ volumes }) => volumes.map(({ key }) => key))
  return { bench, backup, manifest, keys, file: (key) => join(bench.storeFolder, key) }
}

/** With the secret key, and without it: a fault must show either way. */
async function verifyBoth({ bench }: Scene, selector = 'latest'): Promise<readonly VerificationRecord[]> {
  const blind = { ...bench.encryption, identities: async () => [] }
  return [
    await runVerify({ ...bench.job, selector }),
    await runVerify({ ...bench.job, selector, encryption: blind }),
  ]
}

async function flipBit(file: string, at: number): Promise<void> {
  const bytes = await readFile(file)
  bytes[at] = bytes[at]! ^ 1
  await writeFile(file, bytes)
}

describe('a bad volume is named, and the copy is bad', () => {
  const faults: Record<string, { code: string; damage: (scene: Scene) => Promise<void> }> = {
    'a missing volume': { code: 'volume-absent', damage: ({ file, keys }) => rm(file(keys[1]!)) },
    'a truncated volume': {
      code: 'volume-altered',
      damage: ({ file, keys }) => truncate(file(keys[1]!), 100),
    },
    'an emptied volume': { code: 'volume-altered', damage: ({ file, keys }) => truncate(file(keys[1]!), 0) },
    'a flipped bit': { code: 'volume-altered', damage: ({ file, keys }) => flipBit(file(keys[1]!), 777) },
    'a volume with bytes added': {
      code: 'volume-altered',
      damage: ({ file, keys }) => writeFile(file(keys[1]!), 'more', { flag: 'a' }),
    },
  }

  test.each(Object.entries(faults))('%s', async (_name, { code, damage }) => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await damage(scene)
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code }, anchor: 'store' })
      expect(record.error?.message).toContain(scene.keys[1])
      expect(record.grade).toBeUndefined()
      const failed = record.checks.filter(({ result }) => result === 'failed').map(({ name }) => name)
      expect(failed[0]).toBe(scene.keys[1])
      expect(record.verifiedBytes).toBeLessThan(scene.backup.storedBytes!)
    }
  })

  test('swapped volumes', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    const [first, second] = [scene.file(scene.keys[0]!), scene.file(scene.keys[1]!)]
    await rename(first, `${first}.away`)
    await rename(second, first)
    await rename(`${first}.away`, second)
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code: 'volume-altered' } })
      expect(record.error?.message).toContain(scene.keys[0])
      expect(record.error?.message).toContain(scene.keys[1])
    }
  })

  test('all bad volumes are named, not only the first', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    const last = scene.keys.at(-1)!
    await flipBit(scene.file(scene.keys[0]!), 5)
    await rm(scene.file(scene.keys[2]!))
    await flipBit(scene.file(last), 5)
    const bad = [scene.keys[0], scene.keys[2], last]
    for (const record of await verifyBoth(scene)) {
      const named = record.checks.filter(({ name }) => name.startsWith('data/')).map(({ name }) => name)
      expect(named).toEqual(bad)
    }
  })
})

describe('a bad manifest', () => {
  test('a missing one is known by its record', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await rm(scene.file(KEYS.manifest('books', scene.backup.id)))
    for (const record of await verifyBoth(scene, scene.backup.id)) {
      expect(record).toMatchObject({
        outcome: 'failed',
        error: { code: 'manifest-absent' },
        backup: scene.backup.backup,
      })
    }
  })

  test('one that was altered', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await flipBit(scene.file(KEYS.manifest('books', scene.backup.id)), 40)
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({
        outcome: 'failed',
        error: { code: 'manifest-altered' },
        anchor: 'store',
      })
    }
  })

  test('one of another backup in its place', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    const other = await runBackup(bench.job)
    await rm(scene.file(KEYS.record(scene.backup.id)))
    await writeFile(
      scene.file(KEYS.manifest('books', scene.backup.id)),
      await readFile(scene.file(KEYS.manifest('books', other.id))),
    )
    for (const record of await verifyBoth(scene, scene.backup.id)) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code: 'manifest-altered' } })
    }
  })

  test('one that is no manifest, with no record', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await rm(scene.file(KEYS.record(scene.backup.id)))
    await writeFile(scene.file(KEYS.manifest('books', scene.backup.id)), '{"format":"lifeboat-manifest/2"}')
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({
        outcome: 'failed',
        error: { code: 'manifest-malformed' },
        anchor: 'none',
      })
    }
  })
})

/** Replaces a volume and writes a manifest with the fresh digests. */
async function forge({ manifest, file }: Scene): Promise<void> {
  const [part, ...parts] = manifest.parts
  const [volume, ...volumes] = part!.volumes
  const content = Buffer.from('forged')
  await writeFile(file(volume!.key), content)
  const forged = { ...volume!, bytes: content.length, sha256: sha256Hex(content) }
  const bytes = canonicalBytes({
    ...manifest,
    parts: [{ ...part, volumes: [forged, ...volumes] }, ...parts],
  })
  await writeFile(file(KEYS.manifest('books', manifest.id)), bytes)
}

describe('a forgery that is whole in itself', () => {
  test('the record in the store disagrees', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await forge(scene)
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({
        outcome: 'failed',
        error: { code: 'manifest-altered' },
        anchor: 'store',
      })
    }
  })

  test('the published record disagrees when the one in the store was removed', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    const ledger = ledgerWith(scene.backup)
    await forge(scene)
    await rm(scene.file(KEYS.record(scene.backup.id)))
    const record = await runVerify({ ...bench.job, ledger, selector: 'latest' })
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'manifest-altered' }, anchor: 'ledger' })
  })

  test('without any record it is unanchored: refused, without a grade', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await forge(scene)
    await rm(scene.file(KEYS.record(scene.backup.id)))
    const encryption = { ...bench.encryption, identities: async () => [] }
    const record = await runVerify({ ...bench.job, encryption, selector: 'latest' })
    expect(record).toMatchObject({
      outcome: 'couldNotRun',
      error: { code: 'backup-unanchored' },
      anchor: 'none',
    })
    expect(record.grade).toBeUndefined()
    const accepted = await runVerify({ ...bench.job, encryption, selector: 'latest', acceptUnanchored: true })
    expect(accepted.outcome).toBe('succeeded')
    expect(accepted.grade).toBeUndefined()
    expect(accepted.limitations.join()).toContain('could have been forged')
  })
})

describe('a record that was altered', () => {
  test('malformed', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    await flipBit(scene.file(KEYS.record(scene.backup.id)), 3)
    for (const record of await verifyBoth(scene)) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code: 'record-altered' } })
    }
  })

  test('forged along with the manifest: it contradicts the published one', async () => {
    await using bench = await openBackupBench()
    const scene = await openScene(bench)
    const forged = { ...scene.backup, durationMs: scene.backup.durationMs + 1 }
    await writeFile(scene.file(KEYS.record(scene.backup.id)), canonicalBytes(forged))
    const record = await runVerify({ ...bench.job, ledger: ledgerWith(scene.backup), selector: 'latest' })
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'record-altered' } })
  })
})

/** A published ledger that holds one record. */
function ledgerWith(record: BackupRecord): LedgerReader {
  return {
    location: 'a test',
    head: undefined,
    entries: new Map(),
    read: async (id) => (id === record.id ? canonicalBytes(record) : undefined),
    readAll: () => {
      throw new Error('not asked for')
    },
  }
}
