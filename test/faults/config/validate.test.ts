import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = join(import.meta.dirname, '../../../src/cli/main.ts')
const VALID = `version: 1
project: shop
stores:
  primary: { type: filesystem, path: backups }
defaults:
  schedule: { backup: "17 2 * * *", drill: "17 4 * * 0#1" }
  objectives: { rpo: 25h, rto: 30m }
targets:
  sessions:
    engine: redis
    connection: { host: cache.internal, password: { env: SESSIONS_PASSWORD } }
`

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-validate-'))
})

afterAll(() => rm(directory, { recursive: true }))

interface Ended {
  readonly exitCode: number
  readonly output: string
}

async function validate(text: string, environment: Record<string, string> = {}): Promise<Ended> {
  await writeFile(join(directory, 'lifeboat.yaml'), text)
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { PATH: process.env['PATH'], ...environment } }
    const child = execFile(
      process.execPath,
      [main, 'validate', '--offline'],
      options,
      (_error, stdout, stderr) => {
        resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr })
      },
    )
  })
}

test('a configuration that can be met is accepted', async () => {
  expect(await validate(VALID)).toMatchObject({ exitCode: 0 })
})

test.each([
  [
    'an unknown key',
    VALID.replace('host:', 'hots:'),
    [
      'lifeboat.yaml:11:19: targets.sessions.connection.hots: unknown key; did you mean host?',
      '[config-invalid]',
    ],
  ],
  [
    'a secret literal',
    VALID.replace('{ env: SESSIONS_PASSWORD }', 'hunter2'),
    [
      'lifeboat.yaml:11:51: targets.sessions.connection.password: a secret is written here',
      '[secret-literal]',
    ],
  ],
  [
    'a bad schedule',
    VALID.replace('17 2 * * *', '17 25 * * *'),
    [
      'lifeboat.yaml:6:23: defaults.schedule.backup: must be a cron expression (Invalid value for hour: 25), not "17 25 * * *"',
      '[config-invalid]',
    ],
  ],
])('%s: exit 2, with its place; nothing is written', async (_fault, text, said) => {
  const { exitCode, output } = await validate(text)
  expect(exitCode).toBe(2)
  expect(said.filter((words) => !output.includes(words))).toEqual([])
  expect(output).not.toContain('hunter2')
  expect(await readdir(directory)).toEqual(['lifeboat.yaml'])
})

test('an objective that the schedule cannot meet: exit 5', async () => {
  const { exitCode, output } = await validate(VALID.replace('rpo: 25h', 'rpo: 1h'))
  expect(exitCode).toBe(5)
  expect(output).toContain(
    'lifeboat.yaml:7:22: error: targets.sessions.objectives.rpo: a loss of at most 1 hour is promised, but up to 1 day pass between two backups',
  )
})

test('backups that could not be sealed for the recipients: exit 5', async () => {
  const recipient = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'
  const native = `${VALID}  events:
    engine: clickhouse
    connection: { host: events.internal, database: shop, mode: native }
encryption: { recipients: [${recipient}] }
`
  const { exitCode, output } = await validate(native)
  expect(exitCode).toBe(5)
  expect(output).toContain('error: targets.events.encryption: ')
})

test('a question of a rule that its engine can never answer: exit 2, with its place', async () => {
  const rule = `name: all, truth: { target: sessions, keys: { members: all } }, derived: { target: sessions, keys: { mtach: "*" } }`
  const { exitCode, output } = await validate(
    `${VALID}groups:\n  platform: { targets: [sessions], reconcile: [{ ${rule} }] }\n`,
  )
  expect(exitCode).toBe(2)
  expect(output).toContain(
    'groups.platform.reconcile[0].derived.keys.mtach: unknown key; did you mean match?',
  )
  expect(output).toContain('[config-invalid]')
})

test('a misspelt variable: exit 2, and the one that was meant', async () => {
  const { exitCode, output } = await validate(VALID, {
    LIFEBOAT_TARGETS_SESSION_CONNECTION_HOST: 'other.internal',
  })
  expect(exitCode).toBe(2)
  expect(output).toContain(
    'this variable sets nothing; did you mean LIFEBOAT_TARGETS_SESSIONS_CONNECTION_HOST?',
  )
})
