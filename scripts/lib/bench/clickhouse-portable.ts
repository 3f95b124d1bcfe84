import { join } from 'node:path'
import { startClickHouse, type StartedClickHouse } from '../../../test/support/servers/clickhouse.ts'
import { fillClickHouse, LOG_LINES, RANDOM, type Body } from './clickhouse-rows.ts'
import { inTurn, type Contender } from './measure.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'

const ROWS = 20_000_000
const BARE = '`SELECT … FORMAT Native` piped to zstd'
const DIGEST = '`sum(cityHash64(tuple(*)))`'

/** What the portable mode of ClickHouse is measured with. */
export interface PortableSubject {
  readonly folder: string
  readonly rounds: number
  /** Of 20 million rows, 2 GB. */
  readonly scale: number
  readonly key: { readonly identity: string; readonly recipient: string }
}

/** Backups into a folder, against the rows piped through zstd by hand: of rows as they are met, and of the hardest ones. */
export async function benchClickHousePortable(subject: PortableSubject): Promise<string> {
  const ofLines = await benchRows(subject, { kind: 'log lines', body: LOG_LINES })
  return `${ofLines}\n\n${await benchRows(subject, { kind: 'random text', body: RANDOM })}`
}

async function benchRows(
  { folder, rounds, scale, key }: PortableSubject,
  { kind, body }: { readonly kind: string; readonly body: Body },
): Promise<string> {
  await using server = await startClickHouse()
  const rows = ROWS * scale
  const bytes = await fillClickHouse(server, { rows, body })
  const projectFor = async (name: string, recipients: readonly string[]): Promise<Project> => {
    const project: Project = {
      folder: join(folder, `clickhouse-${name}`),
      store: { type: 'filesystem', path: 'store' },
      recipients: [...recipients],
      url: `http://${server.user}:${server.password}@${server.host}:${server.port}/bench`,
      identity: key.identity,
      target: { engine: 'clickhouse', connection: { url: { env: 'BENCH_URL' } } },
    }
    await writeProject(project)
    return project
  }
  const plain = await projectFor('plain', [])
  const sealed = await projectFor('sealed', [key.recipient])
  const names = {
    plain: 'Lifeboat, portable, no fingerprint, not sealed',
    sealed: 'Lifeboat, portable, no fingerprint, sealed',
    all: 'Lifeboat, portable, everything on',
  }
  const contenders = [
    query(
      server,
      BARE,
      `SELECT * FROM bench.events FORMAT Native`,
      `| zstd -q -3 -o ${join(folder, 'bare.zst')} -f`,
    ),
    query(server, DIGEST, 'SELECT sum(cityHash64(tuple(*))) FROM bench.events', '> /dev/null'),
    lifeboat(names.plain, plain, ['backup', '--no-fingerprint']),
    lifeboat(names.sealed, sealed, ['backup', '--no-fingerprint']),
    lifeboat(names.all, sealed, ['backup']),
  ]
  const samples = await inTurn(contenders, rounds)
  const table = ratioTable(samples, [
    { name: BARE },
    { name: DIGEST },
    { name: names.plain, against: BARE, bound: '≤ 1.25, ≤ 200 MB' },
    { name: names.sealed, against: names.plain },
    // The digests are taken while the rows flow, so that their cost is what they add.
    { name: names.all, against: names.sealed, bound: '≤ 1.05' },
  ])
  return `## ClickHouse, portable mode: ${rows / 1e6} M rows of ${kind}, ${gigabytes(bytes.read)} GB, ${gigabytes(bytes.stored)} GB as stored by the server\n\n${table}`
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1)
}

/** A query as an operator would send it. */
function query(
  { host, port, user, password }: StartedClickHouse,
  name: string,
  ...[sql, then]: readonly [sql: string, then: string]
): Contender {
  const script = `set -o pipefail; curl -sS --fail-with-body -H "X-ClickHouse-User: $LOGIN" -H "X-ClickHouse-Key: $KEY" "http://${host}:${port}/" --data-binary "$SQL" ${then}`
  return { name, program: 'bash', args: ['-e', '-c', script], env: { LOGIN: user, KEY: password, SQL: sql } }
}
