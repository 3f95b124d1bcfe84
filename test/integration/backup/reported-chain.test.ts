import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { newestPoint, pointChanges, type Standing } from '../../../src/compliance/recovery-points.ts'
import type { EvidenceRecord } from '../../../src/core/record.ts'
import { targetStatus } from '../../../src/status/target-status.ts'
import { known } from '../../support/compliance/scene.ts'
import { openTreeBench } from '../../support/tree-bench.ts'

/** Ids are in whole seconds, and records are in their order. */
const nextSecond = (): Promise<void> => wait(1100)

function newest(records: readonly EvidenceRecord[], standing: Standing): string | undefined {
  return newestPoint(pointChanges(known(records), standing), Date.now() + 5000)?.id
}

test.each(['base', 'increment'] as const)(
  'a base that a verification of the %s finds bad takes its increment out of the reports, as out of status',
  async (verified) => {
    await using bench = await openTreeBench()
    const base = await bench.backUp()
    await nextSecond()
    const increment = await bench.backUp({ incremental: true })
    expect([base.bases, increment.bases]).toEqual([undefined, [base.id]])
    expect(newest([base, increment], 'claimed')).toBe(increment.id)
    await nextSecond()
    const { prefix } = await bench.treeOf(base.id)
    await bench.replace(`${prefix}data/shop/orders/all_1_1_0/data.bin`, (content) =>
      Buffer.from(content.map((byte) => byte ^ 1)),
    )
    const verdict = await bench.verify(verified === 'base' ? base.id : increment.id)
    expect(verdict.error?.code).toBe('volume-altered')
    const sources = { store: bench.store, now: new Date(Date.now() + 2000), warn: () => undefined }
    const status = await targetStatus(bench.job.target, sources)
    expect(status).toMatchObject({ exitCode: 4 })
    expect([status.claimed?.id, newest([base, increment, verdict], 'claimed')]).toEqual([
      undefined,
      undefined,
    ])
  },
)
