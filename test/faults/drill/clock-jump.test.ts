import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../../src/core/context.ts'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { setBackAfter } from '../../support/moved-clock.ts'

const HOUR_MS = 3_600_000
const plan = drillPlan({ provider: 'process' })
let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

/** The sum of what the phases took cannot exceed the run, and none of it was negative. */
function expectSoundDurations(record: Awaited<ReturnType<typeof runDrill | typeof runBackup>>): void {
  const tookMs = record.phases.reduce((sum, { durationMs }) => sum + durationMs, 0)
  expect(record.phases.every(({ durationMs }) => durationMs >= 0)).toBe(true)
  expect(record.durationMs).toBeGreaterThan(0)
  expect(record.durationMs).toBeLessThan(HOUR_MS)
  // Every phase is rounded to a whole millisecond.
  expect(tookMs).toBeLessThanOrEqual(record.durationMs + record.phases.length)
}

function aheadBy(milliseconds: number): Clock {
  return {
    now: () => new Date(Date.now() + milliseconds),
    monotonicMs: () => systemClock.monotonicMs(),
  }
}

test('a backup whose clock is set back half-way keeps its id, order and durations, and its age is by the server', async () => {
  // Read for the run's id, the backup's id and its start.
  const clock = setBackAfter(3, HOUR_MS)
  const job = await bench.job({}, { clock })
  const backup = await runBackup(job)
  expect(backup).toMatchObject({ outcome: 'succeeded' })
  expect(backup.limitations.join()).toContain('The clock was set back by 3600 s')
  expectSoundDurations(backup)
  expect((await listBackups(job.store, 'shop')).at(-1)?.id).toBe(backup.backup?.id)

  const record = await runDrill(await bench.job({ plan }))
  expect(record).toMatchObject({ proven: true, backup: { id: backup.backup?.id }, verdicts: { rpo: 'met' } })
  expect(record.rpa?.ageMs).toBeGreaterThanOrEqual(0)
  expect(record.rpa?.ageMs).toBeLessThan(600_000)
})

test('a drill whose clock is set back half-way measures by the monotonic one and says so', async () => {
  // Read for the run's id, the drill's id and its start.
  const record = await runDrill(await bench.job({ plan }, { clock: setBackAfter(3, HOUR_MS) }))
  expect(record).toMatchObject({ proven: true, verdicts: { rto: 'met', rpo: 'met', integrity: 'met' } })
  expect(record.limitations.join()).toContain('The clock was set back by 3600 s')
  expect(record.finishedAt < record.startedAt).toBe(true)
  expect(record.rta?.measuredMs).toBeGreaterThan(0)
  expect(record.rta?.measuredMs).toBeLessThanOrEqual(record.durationMs)
  expectSoundDurations(record)
})

test('a drill whose clock is behind the server of the backup does not call the objective met', async () => {
  const record = await runDrill(await bench.job({ plan }, { clock: aheadBy(-HOUR_MS) }))
  expect(record.rpa?.ageMs).toBeLessThan(0)
  expect(record).toMatchObject({
    proven: true,
    verdicts: { rpo: 'notComparable', rto: 'met', overall: 'notComparable' },
    summary: { rpo_compliant: null, rto_compliant: true },
  })
})
