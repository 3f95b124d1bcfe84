import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { Policy } from '../../../src/core/target.ts'
import { runDrill, type DrillJob } from '../../../src/drill/drill.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { openSession } from '../../../src/engines/postgres/session.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { drillPlan, drillTarget, openBenchOf, type CopyBench } from '../../support/drill-bench.ts'
import { evidenceBench, type EvidenceBench } from '../../support/evidence/repository.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { testImage } from '../../support/servers/image.ts'

/** In the name of everything that the database holds. */
const WORD = 'zyxwombat'

const SCHEMA = `
  create schema ${WORD}_schema;
  create table ${WORD}_plain (id serial primary key, ${WORD}_note text not null, ${WORD}_sum int generated always as (1 + 1) stored);
  insert into ${WORD}_plain (${WORD}_note) select 'n' || n from generate_series(1, 50) n;
  create table ${WORD}_schema.${WORD}_inner as select n as ${WORD}_n from generate_series(1, 20) n;
  create index ${WORD}_index on ${WORD}_plain (${WORD}_note);
  create materialized view ${WORD}_view as select count(*), clock_timestamp() as at from ${WORD}_plain;
  create role ${WORD}_clerk;
  grant select on ${WORD}_plain to ${WORD}_clerk;
`

/** Damage of every kind that a comparison or a check names. */
const DAMAGE = `
  delete from ${WORD}_plain where id = 1;
  drop index ${WORD}_index;
  drop table ${WORD}_schema.${WORD}_inner;
  create table ${WORD}_strange (n int);
`

const CHECKS = {
  shop: [
    { name: `${WORD}_plain has rows`, query: `select count(*) from ${WORD}_plain`, expect: { '>=': 1 } },
    { name: `${WORD}_skipped`, skip: { reason: `${WORD}_reason`, until: '2999-01-01' } },
    { name: `${WORD}_fails`, query: `select '${WORD}'`, expect: 'else' },
  ],
}

let source: PostgresSource
let bench: CopyBench

beforeAll(async () => {
  source = await startSource({ major: 16 })
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', SCHEMA)
  const target = drillTarget({ connect: async () => source.connection('shop') }, testImage('postgres-16'))
  bench = await openBenchOf(target, engine)
})
afterAll(async () => {
  await bench[Symbol.asyncDispose]()
  await source[Symbol.asyncDispose]()
})

test.each([
  { disclosure: 'full' },
  { disclosure: 'pseudonymous' },
  { disclosure: 'totals' },
  { disclosure: 'pseudonymous', evidenceKey: async () => undefined },
] as const)('published evidence names what it may and nothing else: %j', async (changes) => {
  await using place = await evidenceBench()
  const { job, told } = await runEverything(place, changes)
  const stored = await recordsOf(job)
  await collectRecords({
    stores: [job.store],
    branch: await openGitBranch(place.place, job.context),
    context: job.context,
  })
  // Messages, paths and contents of every commit.
  const tree = place.git('log', '--patch', '--no-color', 'lifeboat-evidence')
  expect(stored.length).toBe(4)
  expect([...stored.slice(0, 3), tree].map((text) => text.includes(WORD))).toEqual(
    Array.from({ length: 4 }, () => changes.disclosure === 'full'),
  )
  expect(stored[3]).not.toContain(WORD)
  expect(told.join('\n')).toContain(`${WORD}_view`)
})

/** A backup, a drill with a failing check, a drill of a damaged copy and a verification, in a store of their own. */
async function runEverything(
  place: EvidenceBench,
  changes: Partial<Policy>,
): Promise<{ readonly job: DrillJob; readonly told: readonly string[] }> {
  const told: string[] = []
  const reporter = { report: (event: object): void => void told.push(JSON.stringify(event)) }
  const { policy } = await bench.job()
  const plan = drillPlan({ provider: 'process', checks: CHECKS })
  const parts = { plan, store: await place.store(), policy: { ...policy, ...changes } }
  const job = await bench.job(parts, { reporter })
  const backup = await runBackup(job)
  expect(backup).toMatchObject({ outcome: 'succeeded' })
  expect(await runDrill(job)).toMatchObject({
    error: { code: 'content-different' },
    negativeControl: { detected: true },
  })
  expect(await runDrill({ ...job, seams: { loaded: damage(job) } })).toMatchObject({
    error: { code: 'content-different' },
    comparison: { schemaEqual: false },
  })
  expect(await runVerify({ ...job, selector: backup.id })).toMatchObject({ outcome: 'succeeded', grade: 1 })
  return { job, told }
}

function damage({ context }: DrillJob): (connection: unknown) => Promise<void> {
  return async (connection) => {
    await using session = await openSession(connection as PostgresConnection, context)
    await session.query(DAMAGE)
  }
}

/** In the order in which they were written. */
async function recordsOf({ store }: DrillJob): Promise<readonly string[]> {
  const texts: string[] = []
  for await (const { key } of store.list(KEYS.records())) texts.push(await text(await store.read(key)))
  return texts
}
