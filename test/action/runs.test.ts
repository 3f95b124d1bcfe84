import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openActionScene, recordsOf, type ActionScene } from '../support/github/actions/action-scene.ts'
import { schedule } from '../support/github/actions/events.ts'
import { readZip } from '../support/github/actions/read-zip.ts'
import { holdTransaction } from '../support/cli/hold-lock.ts'
import { leftovers } from '../support/cli/leftovers.ts'
import { startWebServer } from '../support/servers/web-server.ts'
import { spotSecrets, spotSecretsIn } from '../support/spot-secrets.ts'

const TOKEN = 'ghs_token/of+the:job=42'

let scene: ActionScene

beforeAll(async () => {
  scene = await openActionScene(inject('dist'))
})
afterAll(() => scene?.[Symbol.asyncDispose]())

test('a scheduled backup: outputs, summary, record and an artifact of reports only', async () => {
  const end = await scene.run({
    inputs: { command: 'backup', targets: 'shop', token: TOKEN },
    event: schedule,
  })
  expect({ exitCode: end.exitCode, stderr: end.stderr, annotations: end.annotations }).toEqual({
    exitCode: 0,
    stderr: '',
    annotations: [],
  })
  const [record] = await recordsOf(end)
  const { id } = record as { readonly id: string }
  expect(end.outputs).toMatchObject({
    'exit-code': '0',
    verdict: 'notMeasured',
    grade: '',
    succeeded: '1',
    failed: '0',
    'backup-ids': JSON.stringify([id]),
    'artifact-id': '1',
  })
  expect(JSON.parse(end.outputs['result'] ?? '')).toMatchObject({ verb: 'backup', exitCode: 0 })
  expect(record?.['trigger']).toEqual({
    kind: 'schedule',
    run: {
      repository: 'acme/shop',
      workflowRef: 'acme/shop/.github/workflows/backup.yml@refs/heads/main',
      event: 'schedule',
      runId: '4242',
      attempt: 1,
      url: 'https://github.com/acme/shop/actions/runs/4242/attempts/1',
      actor: 'ada',
    },
  })
  expect(end.summary).toMatch(/^## Lifeboat backup: ✅ done\n\n\| target \| result \| backup \|/)
  expect(end.summary).toContain(`| shop | ✅ taken | ${id} |`)
  expect(end.summary).toContain('artifact `lifeboat-backup-4242-1`')
  const files = readZip(scene.artifacts.artifacts.get('lifeboat-backup-4242-1') ?? Buffer.alloc(0))
  expect([...files.keys()].sort()).toEqual([`records/${id}-backup.json`, 'result.json', 'summary.md'])
  expect(JSON.parse(files.get(`records/${id}-backup.json`) ?? '')).toEqual(record)
})

test('the log folds its phases away, every group is closed, and only commands of our own', () => {
  const [end] = scene.ends
  const commands = new Set(end?.commands)
  expect(end?.shown).toMatch(
    /::group::Progress\n(.*\n)*shop: capture\n(.*\n)*::endgroup::\nshop: backup .* taken/,
  )
  expect(end?.shown).toMatch(/^lifeboat \d+\.\d+\.\d+: backup\n/)
  expect([...commands].sort()).toEqual(['add-mask', 'debug', 'endgroup', 'group'])
  expect(end?.commands.filter((name) => name === 'group')).toHaveLength(
    end?.commands.filter((name) => name === 'endgroup').length ?? -1,
  )
})

test('every form of a secret is masked before anything of it could be printed', () => {
  const [end] = scene.ends
  const { password } = scene.cli.secrets
  const url = scene.cli.environment['SHOP_URL'] ?? ''
  const secrets = [
    password,
    encodeURIComponent(password),
    Buffer.from(password).toString('base64'),
    url,
    TOKEN,
  ]
  expect(end?.masks).toEqual(expect.arrayContaining(secrets))
})

test('one of two targets fails: its exit code, one annotation with why and fix, the others are done', async () => {
  const environment = { SLOW_URL: 'postgres://nobody:wrong-password-9@127.0.0.1:1/slow' }
  const end = await scene.run({ inputs: { command: 'backup', targets: 'shop, slow' }, environment })
  expect(end.exitCode).toBe(7)
  expect(end.outputs).toMatchObject({ 'exit-code': '7', succeeded: '1', failed: '1' })
  expect(end.annotations).toHaveLength(1)
  expect(end.annotations[0]).toMatchObject({ level: 'error', title: 'lifeboat slow server-unreachable' })
  expect(end.annotations[0]?.message).toMatch(/^slow: .*\[server-unreachable\]\n(why: .*\n)?fix: /)
  expect(end.summary).toContain('❌ 1 of 2 targets failed')
  expect(end.summary).toContain('| slow | ❌ could not run `server-unreachable` |')
})

test('a breach fails the step when it is asked to, and does not when it is asked not to', async () => {
  const targets = {
    shop: {
      engine: 'postgres',
      connection: { url: { env: 'SHOP_URL' }, tls: { mode: 'disable' } },
      objectives: { rpo: '1s' },
    },
  }
  await scene.cli.configure({ targets })
  const late = await scene.run({ inputs: { command: 'backup', 'fail-on': 'breached' } })
  expect({ code: late.exitCode, verdict: late.outputs['verdict'] }).toEqual({ code: 5, verdict: 'breached' })
  expect(late.summary).toContain('⚠️ breached:')
  const passing = await scene.run({
    inputs: { command: 'backup', args: '--fail-on=breached', 'fail-on': 'failed' },
  })
  expect({ code: passing.exitCode, told: passing.outputs['exit-code'] }).toEqual({ code: 0, told: '5' })
  await scene.cli.configure({})
})

test('a drill: its grade and verdict are outputs', async () => {
  const end = await scene.run({ inputs: { command: 'drill', targets: 'shop', args: '--sandbox=process' } })
  expect(end.outputs).toMatchObject({ 'exit-code': '0', grade: '5', succeeded: '1' })
  expect(end.summary).toContain('✅ proven')
})

test('the files that report wrote are in its artifact', async () => {
  const end = await scene.run({ inputs: { command: 'report', args: '--publish=none\n--period=2026-11' } })
  expect(end.stderr).toBe('')
  const { files } = JSON.parse(end.outputs['result'] ?? '{}') as { readonly files: readonly string[] }
  const zip = readZip(scene.artifacts.artifacts.get('lifeboat-report-4242-1') ?? Buffer.alloc(0))
  expect(files).toContain('compliance/2026-11.md')
  expect([...zip.keys()]).toEqual(expect.arrayContaining(files.map((name) => `reports/${name}`)))
})

test('an artifact of that name is there already: another name, told in the summary', async () => {
  const inputs = { command: 'list' }
  await scene.run({ inputs, environment: { GITHUB_RUN_ATTEMPT: '2' } })
  expect([...scene.artifacts.artifacts.keys()]).toContain('lifeboat-list-4242-2')
  const second = await scene.run({ inputs, environment: { GITHUB_RUN_ATTEMPT: '2' } })
  const names = [...scene.artifacts.artifacts.keys()].filter((name) =>
    name.startsWith('lifeboat-list-4242-2-'),
  )
  expect(names).toHaveLength(1)
  expect(second.summary).toContain(`artifact \`${names[0]}\``)
})

test('the artifact service is out of order: a warning, and the step passes', async () => {
  scene.artifacts.fail(403)
  const end = await scene.run({ inputs: { command: 'list' } })
  scene.artifacts.fail(undefined)
  expect(end.exitCode).toBe(0)
  expect(end.annotations).toEqual([
    {
      level: 'warning',
      title: 'lifeboat',
      message: expect.stringContaining('(403)') as string,
    },
  ])
  expect(end.summary).toContain('Report: not attached')
  expect(end.outputs['artifact-id']).toBe('')
})

test('on another platform than github.com: a warning with the reason, and nothing is sent', async () => {
  const sent = scene.artifacts.received.length
  const environment = { GITHUB_SERVER_URL: 'https://git.example.test' }
  const end = await scene.run({ inputs: { command: 'list' }, environment })
  expect(end.exitCode).toBe(0)
  expect(end.annotations).toHaveLength(1)
  expect(end.annotations[0]?.message).toContain('git.example.test is a GitHub Enterprise Server')
  expect(scene.artifacts.received).toHaveLength(sent)
})

test('artifact: false attaches none and says nothing of it', async () => {
  const sent = scene.artifacts.received.length
  const end = await scene.run({ inputs: { command: 'list', artifact: 'false' } })
  expect({ code: end.exitCode, annotations: end.annotations }).toEqual({ code: 0, annotations: [] })
  expect(scene.artifacts.received).toHaveLength(sent)
})

test('a cancelled job: SIGINT, then SIGTERM; a cancelled record, and nothing is left', async () => {
  await using _lock = await holdTransaction(scene.cli, 'shop', 'lock table orders in access exclusive mode')
  const step = await scene.start({ inputs: { command: 'backup', targets: 'shop' } })
  await step.printed('shop: capture')
  step.process.kill('SIGINT')
  await sleep(300)
  step.process.kill('SIGTERM')
  const end = await step.ended
  expect(end.exitCode).toBe(130)
  const records = await recordsOf(end)
  expect(records.map(({ outcome }) => outcome)).toEqual(['cancelled'])
  expect(end.summary).toContain('⏹️ cancelled')
  expect(await leftovers(scene.cli, [])).toEqual([])
})

test('a restore: the plan first, refused without its word, recorded with who asked and who approved', async () => {
  const asked: string[] = []
  await using api = await startWebServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const review = {
      state: 'approved',
      user: { login: 'grace' },
      environments: [{ name: 'production-restore' }],
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([review]))
  })
  const environment = { GITHUB_TRIGGERING_ACTOR: 'bob' }
  // Which a library reads from the process.
  const env = `GITHUB_API_URL=${api.url}`
  const inputs = {
    env,
    command: 'restore',
    targets: 'shop',
    backup: 'latest',
    into: 'shop_back',
    token: TOKEN,
  }
  const refused = await scene.run({ inputs: { ...inputs, confirm: 'shop' }, environment })
  expect(refused.exitCode).toBe(6)
  expect(refused.annotations[0]?.title).toContain('confirmation-missing')
  expect(refused.summary).toContain('<summary>Plan</summary>')
  expect(refused.shown.indexOf('plan: restore shop into')).toBeGreaterThan(0)
  const unasked = await scene.run({ inputs, environment })
  expect(unasked.exitCode).toBe(6)
  const done = await scene.run({ inputs: { ...inputs, confirm: 'shop_back' }, environment })
  expect(done.exitCode).toBe(0)
  expect((await recordsOf(done))[0]?.['approval']).toEqual({
    actor: 'ada',
    triggeringActor: 'bob',
    reviews: [{ environment: 'production-restore', reviewer: 'grace', state: 'approved' }],
  })
  expect(asked).toContain('GET /repos/acme/shop/actions/runs/4242/approvals')
  expect(await scene.cli.source.sql('shop_back', 'select count(*) from orders')).toBe('500')
})

test('no secret in anything that was printed, written or uploaded', async () => {
  const secrets = { ...scene.cli.secrets, token: TOKEN, wrongPassword: 'wrong-password-9' }
  expect(scene.ends.length).toBeGreaterThan(10)
  // Only what tells the runner to mask them holds them.
  expect(spotSecrets(secrets, scene.ends.map(({ stdout }) => stdout).join('\n'))).toEqual(
    expect.arrayContaining(['password', 'identity', 'token']),
  )
  for (const end of scene.ends) {
    const { shown, stderr, summary, outputs, runnerTemp } = end
    const told = [shown, stderr, summary, JSON.stringify(outputs)].join('\n')
    expect(spotSecrets(secrets, told)).toEqual([])
    expect(await spotSecretsIn(secrets, runnerTemp)).toEqual([])
  }
  const uploaded = Buffer.concat([
    ...scene.artifacts.received,
    ...[...scene.artifacts.artifacts.values()].flatMap((zip) =>
      [...readZip(zip).values()].map((text) => Buffer.from(text)),
    ),
  ])
  expect(uploaded.includes('lifeboat-record/1')).toBe(true)
  expect(spotSecrets(secrets, uploaded)).toEqual([])
})
