import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Clock } from '../../../src/core/context.ts'
import type { Engine } from '../../../src/core/engine.ts'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'

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

interface SettableClock extends Clock {
  /** Sets the wall clock back by an hour; the monotonic one goes on. */
  setBack(): void
}

function settableClock(): SettableClock {
  let behindMs = 0
  return {
    now: () => new Date(Date.now() - behindMs),
    monotonicMs: () => systemClock.monotonicMs(),
    setBack: () => {
      behindMs = HOUR_MS
    },
  }
}

test('a backup whose clock is set back half-way keeps its id, order and durations, and its age is by the server', async () => {
  const clock = settableClock()
  const job = await bench.job({}, { clock })
  const capture: Engine['capture'] = (...args) => {
    clock.setBack()
    return job.engine.capture(...args)
  }
  const backup = await runBackup({ ...job, engine: { ...job.engine, capture } })
  expect(backup).toMatchObject({ outcome: 'succeeded' })
  expect(backup.limitations.join()).toContain('The clock was set back by 3600 s')
  expect(backup.finishedAt < backup.startedAt).toBe(true)
  expectSoundDurations(backup)
  expect((await listBackups(job.store, 'shop')).map(({ id }) => id)).toEqual([bench.backup.id, backup.id])

  const record = await runDrill(await bench.job({ plan }))
  expect(record).toMatchObject({ proven: true, backup: { id: backup.id }, verdicts: { rpo: 'met' } })
  expect(record.rpa?.ageMs).toBeGreaterThanOrEqual(0)
  expect(record.rpa?.ageMs).toBeLessThan(600_000)
})

test('a drill whose clock is set back half-way measures by the monotonic one and says so', async () => {
  const clock = settableClock()
  const loaded = async (): Promise<void> => clock.setBack()
  const record = await runDrill(await bench.job({ plan, seams: { loaded } }, { clock }))
  expect(record).toMatchObject({ proven: true, verdicts: { rto: 'met', rpo: 'met', integrity: 'met' } })
  expect(record.limitations.join()).toContain('The clock was set back by 3600 s')
  expect(record.finishedAt < record.startedAt).toBe(true)
  expect(record.rta?.measuredMs).toBeGreaterThan(0)
  expect(record.rta?.measuredMs).toBeLessThanOrEqual(record.durationMs)
  expectSoundDurations(record)
})

test('a drill whose clock is behind the server of the backup does not call the objective met', async () => {
  const clock = settableClock()
  clock.setBack()
  const record = await runDrill(await bench.job({ plan }, { clock }))
  expect(record.rpa?.ageMs).toBeLessThan(0)
  expect(record).toMatchObject({
    proven: true,
    verdicts: { rpo: 'notComparable', rto: 'met', overall: 'notComparable' },
    summary: { rpo_compliant: null, rto_compliant: true },
  })
})
