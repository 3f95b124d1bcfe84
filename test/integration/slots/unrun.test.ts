import { expect, test } from 'vitest'
import { whenDue, mayBeDue, type Occasion } from '../../../src/cli/due.ts'
import type { Shell } from '../../../src/cli/shell.ts'
import type { Outcome } from '../../../src/cli/verb.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import type { ScheduleKind, Target } from '../../../src/core/target.ts'
import { openBackupBench } from '../../support/backup-bench.ts'
import { readRecordsOf } from '../../support/evidence/stored-records.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy, withMethods } from '../../support/moved-clock.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const KINDS = ['backup', 'verify', 'drill', 'prune', 'check'] as const
const NOTHING: Outcome = { exitCode: 0, result: {}, text: '' }

interface Ticks extends AsyncDisposable {
  readonly store: StoreAdmin
  readonly target: Target
  readonly tick: (
    kind: ScheduleKind,
    at: StoreAdmin,
    run: (due: Occasion) => Promise<Outcome>,
  ) => Promise<Outcome>
  readonly shellAt: (at: StoreAdmin) => Shell
}

/** `minutes` after now every hour. */
async function openTicks(minutes = 30): Promise<Ticks> {
  const bench = await openBackupBench()
  const { job, store } = bench
  const cron = `${(new Date().getUTCMinutes() + minutes) % 60} * * * *`
  const schedule = Object.fromEntries(KINDS.map((kind) => [kind, cron]))
  const target = { ...job.target, schedule, timeZone: 'UTC' }
  const shellAt = (at: StoreAdmin): Shell => {
    const opened = withMethods(at, { close: async () => {} })
    const configuration = {
      ...job,
      directory: '/',
      evidence: { path: 'reports' },
      engineOf: async () => job.engine,
      openStore: async () => opened,
      storeReader: async () => opened,
    }
    const made: Partial<Record<keyof Shell, unknown>> = {
      environment: {},
      trigger: { kind: 'schedule' },
      configuration: async () => configuration,
      context: async () => job.context,
      engineContext: async () => job.context,
    }
    return made as unknown as Shell
  }
  return {
    store,
    target,
    shellAt,
    tick: (kind, at, run) => whenDue({ target, kind, due: true, shell: shellAt(at) }, run),
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}

test.each(KINDS)('a scheduled %s that ends without a record leaves one that says so', async (kind) => {
  await using ticks = await openTicks()
  const { store, tick } = ticks
  await tick(kind, store, async () => NOTHING)
  const broken = new LifeboatError({ code: 'program-failed', what: 'it broke' })
  const later = aheadBy(store, 2 * HOUR_MS)
  await expect(tick(kind, later, () => Promise.reject(broken))).rejects.toBe(broken)
  const recorded = await readRecordsOf(store, kind === 'verify' ? 'verification' : kind)
  expect(recorded).toMatchObject([
    { outcome: 'couldNotRun', error: { code: 'program-failed' }, trigger: { kind: 'schedule' } },
  ])
  expect((await tick(kind, later, async () => NOTHING)).result).toMatchObject({ due: { state: 'idle' } })
})

test('missed times that cannot be claimed do not keep the run of the newest back', async () => {
  await using ticks = await openTicks()
  const { store, tick } = ticks
  await tick('backup', store, async () => NOTHING)
  let claims = 0
  const failing = withMethods(aheadBy(store, 3 * HOUR_MS), {
    put: async (key, content) => {
      if (key.startsWith('slots/') && (claims += 1) > 1)
        throw new LifeboatError({ code: 'store-unreachable', what: 'gone' })
      return store.put(key, content)
    },
  })
  const occasions: Occasion[] = []
  await tick('backup', failing, async (occasion) => {
    occasions.push(occasion)
    return NOTHING
  })
  expect(claims).toBeGreaterThan(1)
  expect(occasions).toMatchObject([{ trigger: { missed: [] } }])
  expect(await keysOf(store, 'slots/')).toHaveLength(1)
})

test('a plan by a clock that is behind finds what is about to be due', async () => {
  await using soon = await openTicks(3)
  await soon.tick('backup', soon.store, async () => NOTHING)
  expect(await mayBeDue(soon.target, 'backup', soon.shellAt(soon.store))).toBe(true)
  await using later = await openTicks(20)
  await later.tick('backup', later.store, async () => NOTHING)
  expect(await mayBeDue(later.target, 'backup', later.shellAt(later.store))).toBe(false)
})

test('a ledger that cannot be trusted or asked for leaves the time unclaimed', async () => {
  await using ticks = await openTicks()
  const { store, target, tick, shellAt } = ticks
  await tick('verify', store, async () => NOTHING)
  const later = aheadBy(store, 2 * HOUR_MS)
  const environment = { GITHUB_ACTIONS: 'true', GITHUB_TOKEN: 'x' }
  const shell = { ...shellAt(later), environment }
  const tried = whenDue({ target, kind: 'verify', due: true, shell }, async () => NOTHING)
  await expect(tried).rejects.toMatchObject({ code: 'usage-invalid' })
  expect(await keysOf(store, 'slots/')).toEqual([])
})
