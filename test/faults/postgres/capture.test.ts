import { afterAll, beforeAll, expect, it } from 'vitest'
import { isLifeboatError } from '../../../src/core/errors.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { assertSupported } from '../../../src/engines/postgres/version.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { keepParts, noServerReaches } from '../../support/kept-parts.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'

let test: Awaited<ReturnType<typeof testContext>>
let source: PostgresSource

beforeAll(async () => {
  test = await testContext()
  source = await startSource({ major: 15 })
  await source.sql('postgres', 'create database shop')
  await source.sql(
    'shop',
    `create table big as select i, repeat(md5(i::text), 20) as filler from generate_series(1, 200000) i;
     create table hidden (id int); create sequence counted; create schema closed; create table closed.inside (id int);
     create table guarded (id int); alter table guarded enable row level security;
     select lo_from_bytea(4711, '\\x00');
     create role clerk login password 'lifeboat-test'; grant select on big, guarded to clerk;`,
  )
})
afterAll(async () => {
  await source?.[Symbol.asyncDispose]()
  await test?.[Symbol.asyncDispose]()
})

const capture = (connection: PostgresConnection, parts = keepParts()) =>
  engine.capture(connection, { sink: parts, fingerprint: true }, engineContext(test))

/** Waits until pg_dump copies rows, then does something to it. */
async function whileDumping(act: (application: string) => Promise<unknown>): Promise<unknown> {
  const failure = capture(source.connection('shop')).then(
    () => undefined,
    (error: unknown) => error,
  )
  const copying =
    "select application_name from pg_stat_activity where application_name like '%pg_dump' and query like 'COPY%'"
  await expect.poll(() => source.sql('postgres', copying), { timeout: 20_000, interval: 5 }).not.toBe('')
  await act(await source.sql('postgres', copying))
  return failure
}

async function nothingIsLeft(): Promise<void> {
  const sessions = "select count(*) from pg_stat_activity where application_name like 'lifeboat/%'"
  await expect.poll(() => source.sql('postgres', sessions), { timeout: 20_000 }).toBe('0')
}

it('names every grant that a login lacks, and captures nothing', async () => {
  const parts = keepParts()
  const error = await capture(source.connection('shop', 'clerk'), parts).catch((failure: unknown) => failure)
  expect(isLifeboatError(error, 'privilege-missing')).toBe(true)
  expect(String(error)).toMatch(/GRANT SELECT ON TABLE public\.hidden TO clerk/)
  expect(String(error)).toMatch(/GRANT SELECT ON SEQUENCE public\.counted TO clerk/)
  expect(String(error)).toMatch(/GRANT USAGE ON SCHEMA closed TO clerk/)
  expect(String(error)).toMatch(/GRANT SELECT ON LARGE OBJECT 4711 TO clerk/)
  expect(String(error)).toMatch(
    /row level security hides rows of public\.guarded: ALTER ROLE clerk BYPASSRLS/,
  )
  expect(parts.parts.size).toBe(0)
})

it('lets a login without superuser capture what it was granted', async () => {
  await source.sql('postgres', 'create database small')
  await source.sql('small', 'create table t (id int); insert into t values (1); grant select on t to clerk')
  const { fingerprint } = await capture(source.connection('small', 'clerk'))
  expect(fingerprint?.datasets).toMatchObject([{ name: 'public.t', count: 1 }])
})

it('fails when the connection of pg_dump is cut half-way', async () => {
  const error = await whileDumping((application) =>
    source.sql(
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${application}'`,
    ),
  )
  expect(error).toMatchObject({ code: 'connection-lost' })
  await nothingIsLeft()
})

it('fails when the session that holds the snapshot is cut half-way', async () => {
  const error = await whileDumping((application) =>
    source.sql(
      'postgres',
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${application.replace(' pg_dump', '')}'`,
    ),
  )
  expect(error).toMatchObject({ code: 'connection-lost' })
  await nothingIsLeft()
})

it('fails when a sink cannot take the bytes', async () => {
  const full = new Error('no space')
  const sink = {
    stream: (name: string) => (name === 'data.dump' ? Promise.reject(full) : Promise.resolve()),
    delegate: noServerReaches,
  }
  const request = { sink, fingerprint: true }
  await expect(engine.capture(source.connection('shop'), request, engineContext(test))).rejects.toBe(full)
  await nothingIsLeft()
})

it('says that a table stayed locked, and by which setting to wait longer', async () => {
  const locked = source.sql(
    'shop',
    'begin; lock table hidden in access exclusive mode; select pg_sleep(6); commit',
  )
  await expect
    .poll(() =>
      source.sql(
        'postgres',
        "select count(*) from pg_locks where mode = 'AccessExclusiveLock' and granted and relation is not null",
      ),
    )
    .not.toBe('0')
  await expect(capture({ ...source.connection('shop'), lockTimeoutMs: 500 })).rejects.toMatchObject({
    code: 'capture-failed',
    fix: expect.stringContaining('lockTimeout') as string,
  })
  await locked
})

it('knows which servers it does not know', () => {
  expect(() => assertSupported('12.22')).toThrow(expect.objectContaining({ code: 'server-unsupported' }))
  expect(() => assertSupported('19.0')).toThrow(expect.objectContaining({ code: 'server-too-new' }))
  expect([13, 14, 15, 16, 17, 18].map((major) => assertSupported(`${major}.1`))).toEqual([
    13, 14, 15, 16, 17, 18,
  ])
})

it('ends the sessions of dead runs and drops what they left half restored, and nothing else', async () => {
  await source.sql('postgres', 'create database half')
  await source.sql('postgres', 'create database mine')
  await source.sql('postgres', "comment on database half is 'lifeboat restore dead in progress'")
  await source.sql('postgres', "comment on database mine is 'lifeboat restore alive in progress'")
  const sleeper = source.sql('postgres', "set application_name = 'lifeboat/dead'; select pg_sleep(60)")
  const ended = sleeper.catch((error: unknown) => String(error))
  await expect
    .poll(() =>
      source.sql(
        'postgres',
        "select count(*) from pg_stat_activity where application_name = 'lifeboat/dead'",
      ),
    )
    .toBe('1')
  const done = await engine.sweep(source.connection('shop'), (run) => run === 'alive', engineContext(test))
  expect(done.join('\n')).toMatch(/ended session \d+ of run dead\ndropped the database half/)
  expect(await ended).toMatch(/terminating connection/)
  expect(
    await source.sql(
      'postgres',
      "select string_agg(datname, ',' order by datname) from pg_database where datname in ('half', 'mine')",
    ),
  ).toBe('mine')
})
