import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { RestoreRecord } from '../../../src/core/record.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { recordsOf } from '../../support/cli/records.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import { startCuttingProxy } from '../../support/stores/proxies.ts'

let scene: CliScene
let id: string

const OWNED = `
  create role owner_of_orders;
  alter table orders owner to owner_of_orders;
  alter database shop owner to owner_of_orders;
`
const DATABASES = "select string_agg(datname, ' ' order by datname) from pg_database where not datistemplate"

beforeAll(async () => {
  scene = await openCliScene()
  await scene.source.sql('shop', OWNED)
  const { result, exitCode } = await scene.run(['backup', 'shop'])
  expect(exitCode).toBe(0)
  id = backupIn(result)
})
afterAll(() => scene[Symbol.asyncDispose]())
afterEach(() => scene.source.sql('postgres', 'drop database if exists copy'))

function backupIn(result: CliEnd['result']): string {
  const [{ record }] = result['targets'] as [
    { readonly record: { readonly backup: { readonly id: string } } },
  ]
  return record.backup.id
}

function restore(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CliEnd> {
  return scene.run(['restore', 'shop', ...args], environment)
}

function recordIn({ result }: CliEnd): RestoreRecord {
  return result['record'] as RestoreRecord
}

/** Everything in the store and every database of the server. */
async function everything(): Promise<readonly string[]> {
  const files = await readdir(scene.storeFolder, { recursive: true })
  return [...files.toSorted(), await scene.source.sql('postgres', DATABASES)]
}

async function copyExists(): Promise<boolean> {
  return (await scene.source.sql('postgres', DATABASES)).split(' ').includes('copy')
}

const INTO_COPY = ['--into', 'copy', '--confirm', 'copy'] as const

test('a name becomes a database beside the source, equal to it, with a record of phases and comparison', async () => {
  const end = await restore(INTO_COPY)
  expect(end.exitCode).toBe(0)
  const record = recordIn(end)
  const { host, port } = scene.source.server
  expect(record).toMatchObject({
    outcome: 'succeeded',
    backup: { id },
    anchor: 'store',
    acceptedUnanchored: false,
    confirmedBy: 'flag',
    destination: { address: `${host}:${port}/copy`, identity: expect.stringMatching(/\/copy$/) as string },
    comparison: { origin: 'source', disclosure: 'full', schemaEqual: true, inventoryDifferences: [] },
  })
  expect(record.comparison?.datasetCount).toBe(2)
  expect(record.comparison?.equalCount).toBe(2)
  expect(record.comparison?.datasets.every(({ keyedDigest }) => keyedDigest !== undefined)).toBe(true)
  const phases = record.phases.map(({ name }) => name)
  expect(phases).toEqual(['plan', 'fetch', 'decrypt', 'load', 'index', 'validate'])
  expect((await recordsOf(scene)).at(-1)).toEqual(record)
  expect(await scene.source.sql('copy', 'select count(*) from orders')).toBe('500')
})

test('owners and grants arrive, also on a server that lacks their roles', async () => {
  await using other = await openCliScene()
  const address = { OTHER_URL: other.source.server.urlOf('copy') }
  await other.source.sql('shop', 'drop owned by clerk')
  await other.source.sql('slow', 'drop role clerk')
  const end = await restore(['--into', 'env:OTHER_URL', '--confirm', 'copy'], address)
  expect(end.exitCode).toBe(0)
  expect(recordIn(end).destination?.address).toContain(`:${other.source.server.port}/copy`)
  const owners = `select tableowner || ' ' || pg_get_userbyid(datdba) from pg_tables, pg_database where tablename = 'orders' and datname = 'copy'`
  expect(await other.source.sql('copy', owners)).toBe('owner_of_orders owner_of_orders')
  const granted =
    "select has_table_privilege('clerk', 'orders', 'select')::text || has_table_privilege('clerk', 'orders', 'insert')::text"
  expect(await other.source.sql('copy', granted)).toBe('truefalse')
  expect(end.stdout).not.toContain(other.source.server.password)
})

test('the source itself is refused, by whatever name its server is reached', async () => {
  const { host, port, urlOf } = scene.source.server
  const never = { direction: 'toStore', afterBytes: Infinity, times: 0 } as const
  await using proxy = await startCuttingProxy({ host, port }, never)
  const url = new URL(urlOf('shop'))
  const aliases: Record<string, string> = {
    address: String(url),
    name: String(Object.assign(new URL(url), { hostname: 'localhost' })),
    port: String(Object.assign(new URL(url), { port: new URL(proxy.endpoint).port })),
    socket: `${url.href}?host=${encodeURIComponent(scene.source.server.socketDir)}`,
  }
  const outcomes = [recordIn(await restore(['--into', 'shop', '--confirm', 'shop']))]
  for (const [name, value] of Object.entries(aliases)) {
    const end = await restore(['--into', 'env:ALIAS', '--confirm', 'shop'], { ALIAS: value })
    expect([name, end.exitCode]).toEqual([name, 6])
    outcomes.push(recordIn(end))
  }
  expect(proxy.connections()).toBeGreaterThan(0)
  expect(outcomes.map(({ error }) => error?.code)).toEqual(Array(5).fill('destination-is-source'))
  expect(outcomes.every(({ confirmedBy }) => confirmedBy === 'none')).toBe(true)
  expect(await scene.source.sql('shop', 'select count(*) from orders')).toBe('500')
})

test('a destination that holds anything is refused and left as it is; an empty one is taken', async () => {
  await scene.source.sql('postgres', 'create database copy')
  await scene.source.sql('copy', 'create table mine (n int)')
  const refused = await restore(INTO_COPY)
  expect(refused.exitCode).toBe(6)
  expect(recordIn(refused)).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'destination-not-empty' },
    confirmedBy: 'none',
  })
  expect(
    await scene.source.sql(
      'copy',
      "select to_regclass('mine')::text || coalesce(to_regclass('orders')::text, '')",
    ),
  ).toBe('mine')
  await scene.source.sql('copy', 'drop table mine')
  expect((await restore(INTO_COPY)).exitCode).toBe(0)
})

test.each([
  ['the wrong name', ['--into', 'copy', '--confirm', 'Copy']],
  ['nothing', ['--into', 'copy']],
])('%s as confirmation does nothing, and is recorded', async (_, args) => {
  const end = await restore(args)
  expect(end.exitCode).toBe(6)
  expect(recordIn(end)).toMatchObject({ error: { code: 'confirmation-missing' }, confirmedBy: 'none' })
  expect((await recordsOf(scene)).at(-1)).toEqual(recordIn(end))
  expect(await copyExists()).toBe(false)
})

test('what no record vouches for is refused, or accepted by a flag that the record repeats', async () => {
  const kept = join(scene.storeFolder, KEYS.record(id))
  await rename(kept, join(scene.directory, 'record'))
  try {
    const refused = await restore(INTO_COPY)
    expect(refused.exitCode).toBe(6)
    expect(recordIn(refused)).toMatchObject({ error: { code: 'backup-unanchored' }, anchor: 'none' })
    expect(await copyExists()).toBe(false)
    const accepted = await restore([...INTO_COPY, '--accept-unanchored'])
    expect(accepted.exitCode).toBe(0)
    expect(recordIn(accepted)).toMatchObject({
      outcome: 'succeeded',
      anchor: 'none',
      acceptedUnanchored: true,
    })
  } finally {
    await rename(join(scene.directory, 'record'), kept)
  }
})

test.each([
  ['a good plan', 0, ['--into', 'copy', '--plan'], undefined],
  ['a plan that is refused', 6, ['--into', 'shop', '--plan'], 'destination-is-source'],
  [
    'a plan of a backup that is not there',
    2,
    ['--into', 'copy', '--plan', '--backup', '20200101T000000Z-aaaaaaaa'],
    'backup-unknown',
  ],
] as const)(
  '%s writes nothing, neither to the store nor to the server',
  async (...[, exitCode, args, code]) => {
    const before = await everything()
    const end = await restore(args, { LIFEBOAT_EVIDENCE_KEY: '' })
    expect(end.exitCode).toBe(exitCode)
    expect((end.result['error'] as { readonly code: string } | undefined)?.code).toBe(code)
    expect(await everything()).toEqual(before)
  },
)

test('latest, id, key and both forms of a time choose the backup', async () => {
  const { result } = await scene.run(['backup', 'shop'])
  const newer = backupIn(result)
  const compact = id.slice(0, 15)
  const [date, time] = [compact.slice(0, 8), compact.slice(9)]
  const parts = [
    date.slice(0, 4),
    date.slice(4, 6),
    date.slice(6),
    time.slice(0, 2),
    time.slice(2, 4),
    time.slice(4),
  ]
  const [year, month, day, hour, minute, second] = parts
  const chosen: Record<string, string> = {
    latest: newer,
    [id]: id,
    [KEYS.manifest('shop', id)]: id,
    [parts.join('-')]: id,
    [`${year}-${month}-${day}T${hour}:${minute}:${second}Z`]: id,
    '2099-01-15-14-30-00': newer,
    '2099-01-15T14:30:00+02:00': newer,
  }
  for (const [selector, expected] of Object.entries(chosen)) {
    const { stdout, exitCode } = await restore(['--into', 'copy', '--plan', '--backup', selector])
    expect([selector, exitCode]).toEqual([selector, 0])
    expect(stdout).toContain(`${expected}, the data of`)
  }
  const end = await restore([...INTO_COPY, '--backup', parts.join('-')])
  expect(recordIn(end)).toMatchObject({ outcome: 'succeeded', backup: { id } })
  expect((await restore([...INTO_COPY, '--backup', '2020-01-15-14-30-00'])).exitCode).toBe(2)
})

test('without the evidence key that the configuration names nothing is loaded, and that is recorded', async () => {
  await scene.configure({ evidence: { key: { env: 'ABSENT_KEY' } } })
  try {
    const end = await restore(INTO_COPY)
    expect(end.exitCode).toBe(7)
    expect(recordIn(end)).toMatchObject({
      outcome: 'couldNotRun',
      error: { code: 'secret-missing' },
      backup: { id: expect.any(String) as string },
      confirmedBy: 'none',
      phases: [{ name: 'plan' }],
    })
    expect((await recordsOf(scene)).at(-1)).toEqual(recordIn(end))
    expect(await copyExists()).toBe(false)
  } finally {
    await scene.configure({})
  }
})

test('without a key that opens the seals nothing is loaded, and that is recorded', async () => {
  const end = await restore(INTO_COPY, { SCENE_IDENTITY: '' })
  expect(end.exitCode).toBe(7)
  expect(recordIn(end)).toMatchObject({ outcome: 'couldNotRun', error: { code: 'identity-missing' } })
  expect((await recordsOf(scene)).at(-1)).toEqual(recordIn(end))
  expect(await copyExists()).toBe(false)
})
