import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { assumeRole } from '../../support/stores/assume-role.ts'
import { BUCKET } from '../../support/stores/s3-bucket.ts'
import { testImage } from '../../support/servers/image.ts'
import { spotSecrets, spotSecretsIn } from '../../support/spot-secrets.ts'
import { watchCommands } from '../../support/watch-commands.ts'

const MAIN = join(import.meta.dirname, '../../../src/cli/main.ts')
const ANYTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:*'], Resource: ['arn:aws:s3:::*'] }],
})

let scene: CliScene
let minio: StartedMinio
let secrets: Readonly<Record<string, string>>
let printed: string
let commands: ReadonlySet<string>

beforeAll(async () => {
  scene = await openCliScene()
  minio = await startMinio()
  await minio.createBucket(BUCKET)
  const login = await assumeRole(minio, ANYTHING)
  secrets = {
    password: 'pw-Kq3/+x:7@Zt%9w?Lm',
    wrongPassword: 'no-Vb8/+r:2@Hd%5s?Gy',
    identity: await generateX25519Identity(),
    wrongIdentity: await generateX25519Identity(),
    evidenceKey: 'ek-Jf6/+c:1@Xn%4u?Pd',
    s3Secret: login.secretAccessKey,
    s3Token: login.sessionToken,
    s3WrongSecret: 'sk-Tw9/+e:3@Qb%8k?Rz',
  }
  await scene.source.sql('postgres', `create role keeper superuser login password '${secrets['password']}'`)
  await configure()
  const watch = watchCommands()
  printed = await fullRun({ S3_ID: login.accessKeyId })
  commands = await watch.stop()
})
afterAll(async () => {
  await minio?.[Symbol.asyncDispose]()
  await scene?.[Symbol.asyncDispose]()
})

async function configure(): Promise<void> {
  const reference = {
    accessKeyId: { env: 'S3_ID' },
    secretAccessKey: { env: 'S3_KEY' },
    sessionToken: { env: 'S3_TOKEN' },
  }
  const connection = { url: { env: 'KEEPER_URL' }, tls: { mode: 'disable' } }
  await scene.configure({
    stores: {
      folder: { type: 'filesystem', path: 'store' },
      bucket: { type: 's3', bucket: BUCKET, endpoint: minio.endpoint, ...reference },
    },
    encryption: {
      recipients: [await identityToRecipient(secrets['identity']!)],
      identities: [{ env: 'SCENE_IDENTITY' }],
    },
    evidence: { key: { env: 'LIFEBOAT_EVIDENCE_KEY' } },
    defaults: { store: 'folder', settings: { image: testImage('postgres-16') } },
    targets: {
      shop: { engine: 'postgres', connection },
      cloud: { engine: 'postgres', connection, store: 'bucket' },
    },
  })
}

/** Everything that a user does, well and badly; returns all that was printed. */
async function fullRun(login: Readonly<Record<string, string>>): Promise<string> {
  const { host, port } = scene.source.server
  const url = (password = ''): string =>
    `postgres://keeper:${encodeURIComponent(password)}@${host}:${port}/shop`
  const good = {
    KEEPER_URL: url(secrets['password']),
    SCENE_IDENTITY: secrets['identity']!,
    LIFEBOAT_EVIDENCE_KEY: secrets['evidenceKey']!,
    S3_KEY: secrets['s3Secret']!,
    S3_TOKEN: secrets['s3Token']!,
    ...login,
  }
  const runs: readonly (readonly [
    exitCode: number,
    args: readonly string[],
    changes?: Record<string, string>,
  ])[] = [
    [0, ['validate']],
    [0, ['backup', 'shop', 'cloud']],
    [0, ['verify', 'shop', 'cloud']],
    [0, ['drill', 'shop', '--sandbox', 'process']],
    [0, ['restore', 'shop', '--into', 'copy', '--confirm', 'copy']],
    [0, ['collect']],
    [0, ['status']],
    [7, ['backup', 'shop'], { KEEPER_URL: url(secrets['wrongPassword']) }],
    [7, ['drill', 'shop', '--sandbox', 'process'], { SCENE_IDENTITY: secrets['wrongIdentity']! }],
    [7, ['backup', 'cloud'], { S3_KEY: secrets['s3WrongSecret']! }],
    [0, ['collect']],
  ]
  const output: string[] = []
  for (const [exitCode, args, changes] of runs) {
    const end = await scene.run(args, { ...good, ...changes })
    output.push(end.stdout, end.stderr)
    expect({ args, exitCode: end.exitCode }).toEqual({ args, exitCode })
  }
  output.push(await asText(['status'], good))
  output.push(await asText(['backup', 'shop'], { ...good, KEEPER_URL: url(secrets['wrongPassword']) }))
  return output.join('\n')
}

/** What a person reads, which no `--json` run prints. */
async function asText(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const options = { cwd: scene.directory, env: { ...scene.environment, ...environment } }
  const ended = promisify(execFile)(process.execPath, [MAIN, ...args], options)
  const { stdout, stderr } = await ended.catch((error: unknown) => error as Awaited<typeof ended>)
  return stdout + stderr
}

test('each secret would be found, in each encoding and at any place', () => {
  for (const [name, secret] of Object.entries(secrets)) {
    const url = encodeURIComponent(secret)
    for (const before of ['', 'a', 'ab', 'abc']) {
      const text = Buffer.from(`${before}${secret} and more`)
      const forms = [
        text.toString(),
        text.toString('hex'),
        text.toString('base64'),
        text.toString('base64url'),
        `${before}${url}`,
      ]
      for (const form of forms) expect(spotSecrets(secrets, `x${form}`.slice(1))).toContain(name)
    }
  }
})

test('no secret is printed, whether the run succeeds or fails', () => {
  expect(printed).toContain('server-refused-login')
  expect(printed).toContain('identity-wrong')
  expect(spotSecrets(secrets, printed)).toEqual([])
})

test('no secret is in the store, in a folder or a bucket', async () => {
  expect(await spotSecretsIn(secrets, scene.storeFolder)).toEqual([])
  expect(await spotSecretsIn(secrets, join(minio.dataDir, BUCKET))).toEqual([])
})

test('no secret is in the repository', async () => {
  const run = promisify(execFile)
  const all = ['cat-file', '--batch-all-objects', '--batch']
  const { stdout } = await run('git', all, { cwd: scene.directory, encoding: 'buffer', maxBuffer: 2 ** 28 })
  expect(stdout.includes('lifeboat-record/1')).toBe(true)
  expect(spotSecrets(secrets, stdout)).toEqual([])
  expect(await spotSecretsIn(secrets, scene.directory)).toEqual([])
})

test('no secret is left in the folder for temporary files', async () => {
  expect(await spotSecretsIn(secrets, scene.temporary)).toEqual([])
})

test('no command line shows a secret', () => {
  const seen = [...commands]
  const programs = ['pg_dump', 'pg_dumpall', 'pg_restore', 'zstd', 'git']
  const unseen = programs.filter((name) => !seen.some((line) => new RegExp(`(^|/)${name} `).test(line)))
  expect(unseen).toEqual([])
  expect(seen.flatMap((line) => spotSecrets(secrets, line))).toEqual([])
})
