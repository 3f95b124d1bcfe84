import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { openPart } from '../../../src/backup/part-reader.ts'
import { readManifest } from '../../../src/backup/read-manifest.ts'
import { readVolumes } from '../../../src/backup/read-volumes.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openBackupBench } from '../../support/backup-bench.ts'
import { findAnchor } from '../../../src/evidence/anchors.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'

test('a backup is stored, listed, anchored and readable', async () => {
  await using bench = await openBackupBench()
  const record = await runBackup(bench.job)
  expect(record).toMatchObject({
    kind: 'backup',
    outcome: 'succeeded',
    partCount: 3,
    limitations: [],
    recipients: bench.encryption.recipients,
    fingerprint: { datasetCount: 2, itemCount: 4050, origin: 'source', coverage: 'exact' },
  })
  expect(record.volumeCount).toBeGreaterThan(3)

  const [entry, ...others] = await listBackups(bench.store, 'books')
  expect(others).toEqual([])
  expect(entry).toMatchObject({ id: record.id, manifestKey: record.backup?.manifestKey })

  const anchor = await findAnchor('books', record.id, { store: bench.store })
  expect(anchor.anchor).toBe('store')
  const { manifest } = await readManifest(bench.store, entry!, anchor)
  const volumes = manifest.parts.flatMap((part) => part.volumes)
  expect(volumes.reduce((sum, volume) => sum + volume.bytes, 0)).toBe(record.storedBytes)

  const opening = { identities: bench.encryption.identities, context: bench.job.context }
  const cash = await openPart(manifest.parts[0]!, (part) => readVolumes(part, bench.store), opening)
  expect(await text(cash)).toBe(await readFile(join(bench.source, 'cash.ledger'), 'utf8'))
})

test('the record lies in the store in canonical form under its own id', async () => {
  await using bench = await openBackupBench()
  const record = await runBackup(bench.job)
  const stored = await buffer(await bench.store.read(KEYS.record(record.id)))
  expect(stored.equals(canonicalBytes(record))).toBe(true)
})
