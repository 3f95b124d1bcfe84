import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startPostgres } from '../../../test/support/servers/postgres.ts'
import { inTurn } from './measure.ts'
import { lifeboat, writeProject } from './project.ts'
import { ratioTable } from './report.ts'
import { serverEnvironment, type Subject } from './subject.ts'

const BARE = '`zstd -d`, `pg_restore -j2`, fingerprint query'
const DRILL = 'Lifeboat drill, provisioned to validated'

/** The settings of a drill's server; see src/engines/postgres/server.ts. */
const TUNED = {
  fsync: false,
  full_page_writes: false,
  synchronous_commit: false,
  wal_level: 'minimal',
  max_wal_senders: 0,
  autovacuum: false,
  max_wal_size: '16GB',
  maintenance_work_mem: '512MB',
  shared_buffers: '1GB',
}

const QUERY = `set timezone = 'UTC'; set extra_float_digits = 1; set jit = off;
select count(*), sum(hash_record_extended(t, 1)) from only narrow t;
select count(*), sum(hashtextextended(t::text, 1)) from only wide t;`

/** A drill against the best bare restore of the same bytes on a server tuned the same. */
export async function benchDrill(subject: Subject): Promise<string> {
  const folder = join(subject.folder, 'drill')
  const project = {
    folder,
    store: { type: 'filesystem', path: join(folder, 'store') },
    recipients: [subject.key.recipient],
    url: subject.server.url,
    identity: subject.key.identity,
  }
  await writeProject(project)
  const backup = lifeboat('backup', project, ['backup'])
  execFileSync(backup.program, backup.args, { env: { ...process.env, ...backup.env } })
  const script = '"$BIN/pg_dump" -Fc -Z0 | zstd -q -3 -f -o "$OUT/bare.zst"'
  execFileSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    env: { ...process.env, ...serverEnvironment(subject), OUT: subject.folder },
  })
  await using tuned = await startPostgres({ major: 15, settings: TUNED })
  const drill = lifeboat(DRILL, project, ['drill', '--sandbox', 'process', '--json'])
  const samples = await inTurn(
    [
      {
        name: BARE,
        program: 'bash',
        args: [
          '-e',
          '-c',
          `"$BIN/dropdb" --if-exists bare; "$BIN/createdb" bare
           zstd -q -d -f "$OUT/bare.zst" -o "$OUT/bare.dump"
           PGOPTIONS="-c maintenance_work_mem=1GB" "$BIN/pg_restore" -j2 -d bare "$OUT/bare.dump"
           "$BIN/psql" -q -d bare -c "$QUERY"`,
        ],
        env: { ...serverEnvironment({ ...subject, server: tuned }), OUT: subject.folder, QUERY },
      },
      {
        name: drill.name,
        program: drill.program,
        args: drill.args,
        env: drill.env,
        timeOf: provisionedToValidated,
      },
    ],
    subject.rounds,
  )
  const table = ratioTable(samples, [{ name: BARE }, { name: DRILL, against: BARE, bound: '≤ 1.15' }])
  return `## Drill\n\nOf the drill the phases fetch, decrypt, load, index and validate count; it also unseals and verifies every byte.\n\n${table}`
}

const COUNTED = new Set(['fetch', 'decrypt', 'load', 'index', 'validate'])

function provisionedToValidated(stdout: string): number {
  const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as {
    readonly targets?: readonly {
      readonly record: { readonly phases: readonly { name: string; durationMs: number }[] }
    }[]
  }
  const phases = result.targets?.[0]?.record.phases ?? []
  return phases.filter(({ name }) => COUNTED.has(name)).reduce((sum, { durationMs }) => sum + durationMs, 0)
}
