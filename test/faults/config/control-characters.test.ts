import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = join(import.meta.dirname, '../../../src/cli/main.ts')
const VALID = `version: 1
project: shop
stores: { primary: { type: filesystem, path: "backups" } }
targets:
  events:
    engine: clickhouse
    connection: { host: "events.internal", database: "shop", user: "ann", mode: native, native: { disk: "backups" } }
  sessions:
    engine: redis
    connection: { host: cache.internal, password: { file: "password" }, tls: { caFile: "ca.pem" } }
groups:
  shop:
    targets: [sessions, events]
    reconcile:
      - name: all
        truth: { target: events, keys: "select 1" }
        derived: { target: sessions, keys: { match: "*" } }
`

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-control-'))
})

afterAll(() => rm(directory, { recursive: true }))

interface Ended {
  readonly exitCode: number
  readonly output: string
}

async function lifeboat(verb: string, text: string, env: Record<string, string> = {}): Promise<Ended> {
  await writeFile(join(directory, 'lifeboat.yaml'), text)
  return new Promise((resolve) => {
    const options = { cwd: directory, env: { PATH: process.env['PATH'], ...env } }
    const args = verb === 'validate' ? ['validate', '--offline'] : [verb]
    const child = execFile(process.execPath, [main, ...args], options, (_error, stdout, stderr) => {
      resolve({ exitCode: child.exitCode ?? -1, output: stdout + stderr })
    })
  })
}

const refused = 'must hold no control character'

test.each([
  [
    'an unknown key',
    ['project:', String.raw`"\e]0;pwn\akey": 1${'\n'}project:`],
    String.raw`\u001b]0;pwn\u0007key: unknown key`,
  ],
  [
    'a command to the runner of GitHub',
    ['project:', String.raw`"x\n::error file=a,line=1::injected\nz": 1${'\n'}project:`],
    String.raw`: x\n::error file=a,line=1::injected\nz: unknown key`,
  ],
  [
    'the name of a target',
    ['  events:', String.raw`  "ra\n\e[2J":`],
    String.raw`targets.ra\n\u001b[2J: this name must be`,
  ],
  ['a host', ['events.internal', String.raw`a\eb`], `connection.host: ${refused}`],
  ['a database', ['"shop"', String.raw`"a\u2028b"`], `connection.database: ${refused}`],
  ['a user', ['"ann"', String.raw`"a\x9bb"`], `connection.user: ${refused}`],
  ['a disk', ['disk: "backups"', String.raw`disk: "a\nb"`], `connection.native.disk: ${refused}`],
  ['the path of a store', ['path: "backups"', String.raw`path: "a\0b"`], `stores.primary.path: ${refused}`],
  ['the path of a secret', ['"password"', String.raw`"a\u202eb"`], `connection.password.file: ${refused}`],
  ['the path of a certificate', ['ca.pem', String.raw`a\tb`], `connection.tls.caFile: ${refused}`],
])(
  'a control character in %s: exit 2, and it is never printed',
  async (_where, [from = '', to = ''], said) => {
    for (const verb of ['validate', 'backup']) {
      const { exitCode, output } = await lifeboat(verb, VALID.replace(from, to))
      expect(exitCode).toBe(2)
      expect(output).toContain(said)
      expect(output).toContain('[config-invalid]')
      // oxlint-disable-next-line no-control-regex
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u202E]/u)
      expect(output).not.toMatch(/^\s*::/m)
      expect(await readdir(directory)).toEqual(['lifeboat.yaml'])
    }
  },
)

test('nor may a variable hold one', async () => {
  const { exitCode, output } = await lifeboat('validate', VALID, {
    LIFEBOAT_TARGETS_EVENTS_CONNECTION_HOST: 'a\u001B[2Jb',
  })
  expect(exitCode).toBe(2)
  expect(output).toContain(
    `LIFEBOAT_TARGETS_EVENTS_CONNECTION_HOST: targets.events.connection.host: ${refused}`,
  )
  expect(output).not.toContain('\u001B')
})

test('questions and the arguments of programs may have several lines', async () => {
  const text = VALID.replace('select 1', String.raw`select 1\n\tfrom users`).replace(
    '{ file: "password" }',
    String.raw`{ command: [sh, -c, "a\nb"] }`,
  )
  expect((await lifeboat('validate', text)).output).not.toContain('config-invalid')
})
