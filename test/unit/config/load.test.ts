import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfiguration } from '../../../src/config/load.ts'

const DAY_MS = 86_400_000
const FILE = `
version: 1
project: shop
stores:
  primary: { type: filesystem, path: backups }
encryption:
  identities: [{ env: FIRST_IDENTITY }, { env: SECOND_IDENTITY }, { file: identities }]
defaults:
  schedule: { backup: "17 2 * * *", drill: "17 4 * * 0#1", timeZone: Europe/Berlin }
  objectives: { rpo: 26h, rto: 30m, approvedBy: cto }
  retention: { within: 30d, monthly: 12 }
targets:
  orders:
    engine: postgres
    connection: { url: { env: ORDERS_DATABASE_URL } }
    schedule: { backup: "17 * * * *" }
    objectives: { rpo: 2h }
    settings: { volumeSize: 1GiB }
  sessions:
    engine: redis
    connection: { host: cache.internal }
groups:
  shop: { targets: [sessions, orders], rto: 60m }
`

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-load-'))
  await writeFile(join(directory, 'lifeboat.yaml'), FILE)
})

afterEach(() => rm(directory, { recursive: true }))

test('defaults are filled in key by key', async () => {
  const { targets, groups, drillsPath, file } = await loadConfiguration({ env: {}, directory })
  const [orders, sessions] = targets
  expect(orders).toMatchObject({
    name: 'orders',
    store: 'primary',
    objectives: { rpoMs: 7_200_000, rtoMs: 1_800_000 },
    schedule: { backup: '17 * * * *', drill: '17 4 * * 0#1' },
    timeZone: 'Europe/Berlin',
    retention: { withinMs: 30 * DAY_MS, monthly: 12, minimumAgeMs: 7 * DAY_MS, minimumCount: 3 },
    settings: {
      fingerprint: true,
      backupTimeoutMs: DAY_MS / 4,
      drillTimeoutMs: DAY_MS / 4,
      volumeBytes: 2 ** 30,
    },
  })
  expect(orders?.objectives).not.toHaveProperty('approvedBy')
  expect(orders?.schedule).not.toHaveProperty('timeZone')
  expect(sessions?.objectives).toEqual({ rpoMs: 93_600_000, rtoMs: 1_800_000, approvedBy: 'cto' })
  expect(groups).toEqual([{ name: 'shop', targets: ['sessions', 'orders'], rtoMs: 3_600_000, reconcile: [] }])
  expect(drillsPath).toBe(join(directory, 'drills'))
  expect(file).toBe(join(directory, 'lifeboat.yaml'))
})

test('a file named elsewhere is read, and relative paths begin beside it', async () => {
  await mkdir(join(directory, 'elsewhere'))
  await writeFile(join(directory, 'elsewhere', 'fleet.yaml'), FILE)
  const configuration = await loadConfiguration({ path: 'elsewhere/fleet.yaml', env: {}, directory })
  await using store = await opened(configuration.openStore('primary'))
  expect(store.location).toBe(join(directory, 'elsewhere', 'backups'))
})

test('LIFEBOAT_CONFIG is read instead of the file, and --config before it', async () => {
  const env = { LIFEBOAT_CONFIG: FILE.replace('project: shop', 'project: other') }
  expect((await loadConfiguration({ env, directory })).project).toBe('other')
  expect((await loadConfiguration({ env, directory, path: 'lifeboat.yaml' })).project).toBe('shop')
  await expect(loadConfiguration({ env: { LIFEBOAT_CONFIG: 'version: 1' }, directory })).rejects.toThrow(
    'LIFEBOAT_CONFIG:1:1: project: is missing',
  )
})

test('without a file and without variables there is nothing to read', async () => {
  const empty = join(directory, 'empty')
  await mkdir(empty)
  await expect(loadConfiguration({ env: {}, directory: empty })).rejects.toMatchObject({
    code: 'config-absent',
    fix: expect.stringContaining('lifeboat init') as string,
  })
  await expect(loadConfiguration({ env: {}, directory, path: 'absent.yaml' })).rejects.toMatchObject({
    code: 'config-absent',
  })
})

test('an unknown target is named with the one that was probably meant', async () => {
  const configuration = await loadConfiguration({ env: {}, directory })
  expect(configuration.target('orders').name).toBe('orders')
  expect(() => configuration.target('oders')).toThrow(
    expect.objectContaining({
      code: 'target-unknown',
      what: 'There is no target oders; did you mean orders?',
    }) as Error,
  )
  await expect(configuration.openStore('offsite')).rejects.toMatchObject({ code: 'usage-invalid' })
})

test('the digest changes with policy and never with a secret', async () => {
  const digest = async (env: Record<string, string>): Promise<string> =>
    (await loadConfiguration({ env, directory })).policy.digest
  const first = await digest({ ORDERS_DATABASE_URL: 'postgres://a' })
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  expect(await digest({ ORDERS_DATABASE_URL: 'postgres://b', LIFEBOAT_EVIDENCE_KEY: 'k' })).toBe(first)
  expect(await digest({ LIFEBOAT_TARGETS_SESSIONS_CONNECTION_HOST: 'other.internal' })).not.toBe(first)
  await writeFile(join(directory, 'lifeboat.yaml'), FILE.replace('rpo: 2h', 'rpo: 3h'))
  expect(await digest({})).not.toBe(first)
})

test('those secret keys are used that this run has, one for each line', async () => {
  const env = {
    SECOND_IDENTITY: '# created today\nAGE-SECRET-KEY-1A\n\nAGE-SECRET-KEY-1B\n',
    LIFEBOAT_IDENTITY: 'AGE-SECRET-KEY-1C',
  }
  const identities = await (await loadConfiguration({ env, directory })).encryption.identities()
  expect(identities.map((identity) => identity.reveal())).toEqual([
    'AGE-SECRET-KEY-1A',
    'AGE-SECRET-KEY-1B',
    'AGE-SECRET-KEY-1C',
  ])
  expect(await (await loadConfiguration({ env: {}, directory })).encryption.identities()).toEqual([])
})

test('the evidence key has an id that depends on nothing else', async () => {
  expect(await evidenceKey('one')).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/) as string })
  expect(await evidenceKey('one')).toEqual(await evidenceKey('one'))
  expect(await evidenceKey('two')).not.toMatchObject({
    id: ((await evidenceKey('one')) as { id: string }).id,
  })
  expect(await evidenceKey('')).toBeUndefined()
})

test('pull requests never run the commands that the file names', async () => {
  const command = FILE.replace('{ env: FIRST_IDENTITY }', '{ command: [cat, vault] }')
  await writeFile(join(directory, 'lifeboat.yaml'), command)
  await writeFile(join(directory, 'vault'), 'AGE-SECRET-KEY-1D\n')
  const PATH = '/usr/bin:/bin'
  const trusted = await loadConfiguration({ env: { PATH }, directory })
  expect((await trusted.encryption.identities()).map((identity) => identity.reveal())).toEqual([
    'AGE-SECRET-KEY-1D',
  ])
  const env = { PATH, GITHUB_EVENT_NAME: 'pull_request_target' }
  const untrusted = await loadConfiguration({ env, directory })
  await expect(untrusted.encryption.identities()).rejects.toMatchObject({ code: 'secret-missing' })
})

async function opened<T extends { close(): Promise<void> }>(
  opening: Promise<T>,
): Promise<T & AsyncDisposable> {
  const store = await opening
  return Object.assign(store, { [Symbol.asyncDispose]: () => store.close() })
}

async function evidenceKey(key: string): Promise<unknown> {
  return (await loadConfiguration({ env: { LIFEBOAT_EVIDENCE_KEY: key }, directory })).policy.evidenceKey()
}
