import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { drillPlan } from '../../support/drill-bench.ts'
import { putQdrantOnPath } from '../../support/engines/qdrant/program-on-path.ts'
import { connectionOf, snapshotsOn } from '../../support/engines/qdrant/scene.ts'
import { fillMany, fillZoo } from '../../support/engines/qdrant/zoo.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'
import { testImage } from '../../support/servers/image.ts'
import { startQdrant } from '../../support/servers/qdrant/start.ts'

await putQdrantOnPath()

const CHECKS = {
  books: [
    { name: 'all are there', query: '{"collection":"many","count":{}}', expect: { '>=': 2000, '<=': 2000 } },
    {
      name: 'a value',
      query: '{"collection":"cosine","field":"largest","filter":{"must":[{"has_id":[9007199254740993]}]}}',
      expect: '18446744073709551615',
    },
  ],
}

test.each(['process', 'container'] as const)(
  'a drill in a %s proves a backup of everything that Qdrant holds',
  async (provider) => {
    await using bench = await openBackupBench()
    await using server = await startQdrant({ apiKey: 'the-key-of-the-scene' })
    const connection = connectionOf(server)
    await fillZoo(connection)
    await fillMany(connection, 2000)
    const target = {
      ...makeTarget({ folder: '' }, { image: testImage('qdrant-1.19') }),
      engine: 'qdrant',
      connect: async () => connection,
    }
    const job: TargetJob = { ...bench.job, target, engine }

    const backup = await runBackup(job)
    expect(backup.error).toBeUndefined()
    expect(backup).toMatchObject({
      outcome: 'succeeded',
      fingerprint: { origin: 'source', coverage: 'exact', itemCount: 2042 },
    })
    expect(await snapshotsOn(connection)).toEqual([])
    const record = await runDrill({ ...job, plan: drillPlan({ provider, checks: CHECKS }) })
    expect(record.error).toBeUndefined()
    expect(record).toMatchObject({
      outcome: 'succeeded',
      grade: 7,
      comparison: { origin: 'source', equalCount: 9, datasetCount: 9 },
      negativeControl: { detected: true },
      sandbox: {
        provider,
        destroyed: true,
        egress: 'blocked',
      },
    })
    // A record of a run against the stand-in says so in the version that the server told.
    const replayed = server.kind === 'stand-in'
    expect(record.sandbox?.serverVersion.endsWith('+replayed')).toBe(replayed)
    expect(record.phases.map(({ name }) => name)).toEqual(expect.arrayContaining(['load', 'index']))
    expect(await sandboxLeftovers(job.context.runId)).toEqual([])
  },
)
