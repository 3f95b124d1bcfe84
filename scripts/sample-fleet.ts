import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import pg from 'pg'
import { startRedis } from '../test/support/servers/redis.ts'
import { startPostgres } from '../test/support/servers/postgres.ts'
import { runStep, type Job, type StepEnd } from '../test/support/github/actions/start-action.ts'
import { dispatch, schedule } from '../test/support/github/actions/events.ts'
import { startFakeGitHub } from '../test/support/github/api/fake-github.ts'
import { bundle } from './lib/bundle.ts'
import { repositoryRoot } from './lib/root.ts'
import { setUp } from './setup.ts'

const ORDERS = `
  create table customers (id int primary key, name text not null);
  insert into customers select n, 'customer ' || n from generate_series(1, 400) n;
  create table orders (id int primary key, customer int references customers, total numeric(10,2), placed timestamptz);
  insert into orders select n, 1 + n % 400, n * 1.25, now() - n * interval '1 minute' from generate_series(1, 5000) n;
  create index orders_by_customer on orders (customer);
`

/** What a month does, in the order of its workflows. */
const STEPS: readonly Readonly<Record<string, string>>[] = [
  // The first tick writes down the policy that the runs after it are judged by.
  { command: 'backup', args: '--due' },
  { command: 'backup' },
  { command: 'verify' },
  { command: 'drill', args: '--plan=monthly' },
  { command: 'backup' },
  { command: 'check' },
  { command: 'collect' },
  { command: 'report', args: '--publish=github' },
]

/**
 * `npm run sample-fleet`: runs the sample fleet of lifeboat.yaml on real servers by the built action, published to a fake GitHub over a
 * real git repository, and copies what it published into `reports/`. The times are those of the run.
 */
async function sampleFleet(): Promise<void> {
  await setUp()
  const root = await mkdtemp(join(tmpdir(), 'lb-fleet-'))
  try {
    // The sandbox's user has to pass through.
    await chmod(root, 0o755)
    const [directory, dist] = [join(root, 'project'), join(root, 'dist')]
    const temporary = join(root, 'runner')
    for (const folder of [directory, temporary]) await mkdir(folder, { mode: 0o755 })
    for (const name of ['lifeboat.yaml', 'drills']) {
      await cp(join(repositoryRoot, name), join(directory, name), { recursive: true })
    }
    await bundle(dist)
    const password = randomBytes(12).toString('hex')
    await using orders = await startPostgres({ major: 16 })
    await fill(orders.url)
    await using sessions = await startRedis({ password })
    execFileSync('redis-cli', ['-p', String(sessions.port)], {
      input: Array.from({ length: 500 }, (_, n) => `set session:${n} ${n}`).join('\n'),
      env: { ...process.env, REDISCLI_AUTH: password },
    })
    await using github = await startFakeGitHub()
    const { GITHUB_API_URL = '', GITHUB_REPOSITORY = '', GITHUB_TOKEN = '' } = github.environment
    const job: Job = {
      dist,
      directory,
      temporary,
      environment: {
        PATH: process.env['PATH'] ?? '',
        HOME: root,
        TMPDIR: temporary,
        ORDERS_DATABASE_URL: orders.url,
        SESSIONS_PASSWORD: password,
        LIFEBOAT_TARGETS_SESSIONS_CONNECTION_PORT: String(sessions.port),
        LIFEBOAT_EVIDENCE_KEY: randomBytes(32).toString('hex'),
      },
    }
    const environment = { GITHUB_API_URL, GITHUB_REPOSITORY }
    for (const inputs of STEPS) {
      const step = {
        inputs: { artifact: 'false', token: GITHUB_TOKEN, ...inputs },
        event: inputs['args'] === '--due' ? schedule : dispatch,
        environment,
      }
      report(inputs['command'] ?? '', await runStep(job, step))
    }
    await takeOver(github.repository.directory, root)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function fill(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(ORDERS)
  await client.end()
}

function report(command: string, end: StepEnd): void {
  console.log(
    `${command}: exit code ${end.outputs['exit-code'] ?? end.exitCode}, ${end.outputs['verdict'] ?? ''}`,
  )
  if (end.exitCode !== 0 && end.outputs['exit-code'] !== '5') throw new Error(`${end.stdout}\n${end.stderr}`)
}

/** The evidence on the published branch in place of what `reports/` held, but for its schemas. */
async function takeOver(bare: string, root: string): Promise<void> {
  const archive = join(root, 'reports.tar')
  await writeFile(
    archive,
    execFileSync('git', ['-C', bare, 'archive', 'main', 'reports'], { maxBuffer: 1 << 28 }),
  )
  for (const folder of ['ledger', 'records', 'compliance', 'assets']) {
    await rm(join(repositoryRoot, 'reports', folder), { recursive: true, force: true })
  }
  execFileSync('tar', ['-xf', archive, '-C', repositoryRoot])
  console.log(execFileSync('git', ['-C', bare, 'log', '--oneline', '--stat', 'main']).toString())
}

await sampleFleet()
