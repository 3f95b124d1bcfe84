import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDrillBench, type DrillBench } from '../support/drill-bench.ts'

const run = promisify(execFile)
const DOCUMENT = new URL('../../docs/recover-by-hand.md', import.meta.url)
const CONTENT = `
  select count(*), sum(credit), md5(string_agg(c::text, '|' order by id)) from customers c
  union all select count(*), sum(total), md5(string_agg(o::text, '|' order by id)) from orders o
  union all select count(*), 0, md5(string_agg(line, '|' order by line)) from log`

let bench: DrillBench
let folder: string
let key: string

beforeAll(async () => {
  bench = await openDrillBench()
  folder = await mkdtemp(join(tmpdir(), 'lifeboat-by-hand-'))
  key = join(folder, 'age-key.txt')
  const [secret] = await (await bench.job()).encryption.identities()
  await writeFile(key, `# escrow\n${secret?.reveal()}\n`, { mode: 0o600 })
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await bench[Symbol.asyncDispose]()
})

/** The document's commands of one kind, as they stand there. */
async function commands(kind: string): Promise<string> {
  const document = await readFile(DOCUMENT, 'utf8')
  const blocks = [...document.matchAll(/^```sh (\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === kind)
  if (blocks.length === 0) throw new Error(`the document has no commands of the kind ${kind}`)
  return blocks.map(([, , text]) => text).join('')
}

/** The first block with the values of this test. */
async function settings(values: Readonly<Record<string, string>>): Promise<string> {
  const lines = (await commands('settings')).trim().split('\n')
  return lines
    .map((line) =>
      line.replace(/^export (\w+)=\S+.*$/, (_, name: string) => `export ${name}='${values[name]}'`),
    )
    .join('\n')
}

/** Runs commands as a person would: in one shell, in a folder of their own. */
async function shell(kinds: readonly string[], changes = ''): Promise<string> {
  const { server } = bench.source
  const env = {
    PATH: [server.bin, process.env['PATH']].join(delimiter),
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGUSER: server.user,
    PGPASSWORD: server.password,
  }
  const values = { STORE: bench.storeFolder, TARGET: 'shop', BACKUP: bench.backup.id, KEY: key }
  const steps = await Promise.all(kinds.map(commands))
  const script = [await settings(values), await commands('folder'), changes, ...steps].join('\n')
  const cwd = await mkdtemp(join(folder, 'shell-'))
  const { stdout } = await run('bash', ['-eu', '-c', script], { cwd, env })
  return stdout
}

test('the documented commands restore a backup with stock programs only', async () => {
  const { id } = bench.backup
  const printed = await shell(['check', 'open', 'postgres', 'compare'])
  expect(printed).toContain(`evidence/${id.slice(0, 4)}/${id.slice(4, 6)}/${id}.json`)
  expect(printed).toContain('"name":"data.dump"')
  expect(printed).toMatch(/"count":2000,.*"name":"public.orders"/)
  expect(await bench.source.sql('restored', CONTENT)).toBe(await bench.source.sql('shop', CONTENT))
})

test.each([
  ['an altered manifest', `sed -i 's/"project":"bench"/"project":"other"/' manifest.json`],
  ['an altered volume', 'printf x >> "$(ls volumes/* | tail -1)"'],
  ['a missing volume', 'rm "$(ls volumes/* | tail -1)"'],
])('the documented checks notice %s', async (_, change) => {
  await expect(shell(['check'])).resolves.toContain('evidence/')
  await expect(shell(['check'], change)).rejects.toMatchObject({ code: 1 })
})

/** What a run on a forged backup leaves in the store: a record that holds the forged manifest's digest. */
const FORGED = `sed -i 's/"project":"bench"/"project":"other"/' manifest.json
  real=$(grep -rl '"kind":"backup"' evidence | head -1)
  forged=$(sed "s/\\"manifestSha256\\":\\"[0-9a-f]*/\\"manifestSha256\\":\\"$(sha256sum < manifest.json | cut -c1-64)/" "$real")
  other=$(dirname "$real")/20990101T000000Z-zzzz.json
`
const forgeries: readonly [string, string][] = [
  ['a verification', `echo "$forged" | sed 's/"kind":"backup"/"kind":"verification"/' > "$other"`],
  [
    'a record of this id and another kind',
    `echo "$forged" | sed 's/"kind":"backup"/"kind":"drill"/' > "$real"`,
  ],
  ['the record copied under another id', `echo "$forged" > "$other"`],
  ['another record with its own id', `echo "$forged" | sed "s/$BACKUP/20990101T000000Z-zzzz/g" > "$other"`],
  ['a backup that failed', `echo "$forged" | sed 's/"outcome":"succeeded"/"outcome":"failed"/' > "$real"`],
]

test.each(forgeries)(
  'a manifest forged together with %s does not pass the documented checks',
  async (_, forge) => {
    await expect(
      shell(['check'], `${FORGED}${forge}\ngrep -rlF "$(sha256sum < manifest.json | cut -c1-64)" evidence`),
    ).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^evidence\/\S+\n$/),
    })
  },
)

test('the documented commands fail loudly on a damaged part', async () => {
  const change = 'truncate -s -1 "$(ls volumes/* | tail -1)"'
  await expect(shell(['open', 'compare'], change)).rejects.toMatchObject({ code: 1 })
})
