import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { inTurn, type Contender } from './measure.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'
import { serverEnvironment, type Subject } from './subject.ts'

const BARE = '`pg_dump -Fc -Z0 \\| zstd -3`'

/** Backups into a folder, against the stock tools. */
export async function benchBackups(subject: Subject): Promise<string> {
  const plain = await project(subject, 'plain', [])
  const sealed = await project(subject, 'sealed', [subject.key.recipient])
  const none = ['backup', '--no-fingerprint']
  const contenders: Contender[] = [
    stock(subject, BARE, '"$BIN/pg_dump" -Fc -Z0 | zstd -q -3 > "$OUT/bare.zst"'),
    lifeboat('Lifeboat, no fingerprint, not sealed', plain, none),
    lifeboat('Lifeboat, no fingerprint, sealed', sealed, none),
    lifeboat('Lifeboat, fingerprint, not sealed', plain, ['backup']),
    lifeboat('Lifeboat, everything on', sealed, ['backup']),
    stock(subject, '`pg_dump -Fc` at its defaults', '"$BIN/pg_dump" -Fc > "$OUT/default.dump"'),
    {
      ...stock(
        subject,
        'restic, new repository',
        '"$RESTIC" -q init && "$BIN/pg_dump" -Fc -Z0 | "$RESTIC" -q backup --stdin',
      ),
      before: () => rm(join(subject.folder, 'restic'), { recursive: true, force: true }),
    },
  ]
  const samples = await inTurn(contenders, subject.rounds)
  const table = ratioTable(samples, [
    { name: BARE },
    { name: 'Lifeboat, no fingerprint, not sealed', against: BARE, bound: '≤ 1.08, ≤ 130 MB' },
    {
      name: 'Lifeboat, no fingerprint, sealed',
      against: 'Lifeboat, no fingerprint, not sealed',
      bound: '≤ 1.05',
    },
    { name: 'Lifeboat, fingerprint, not sealed', against: BARE, bound: '≤ 1.45, aim 1.25' },
    { name: 'Lifeboat, everything on', against: '`pg_dump -Fc` at its defaults', bound: '< 1' },
    { name: 'Lifeboat, everything on', against: 'restic, new repository', bound: '< 1' },
    { name: '`pg_dump -Fc` at its defaults' },
    { name: 'restic, new repository' },
  ])
  return `## Backup into a folder\n\n${table}`
}

async function project(subject: Subject, name: string, recipients: readonly string[]): Promise<Project> {
  const folder = join(subject.folder, name)
  const made = {
    folder,
    store: { type: 'filesystem', path: join(folder, 'store') },
    recipients,
    url: subject.server.url,
    identity: subject.key.identity,
  }
  await writeProject(made)
  return made
}

function stock(subject: Subject, name: string, script: string): Contender {
  return {
    name,
    program: 'bash',
    args: ['-e', '-o', 'pipefail', '-c', script],
    env: {
      ...serverEnvironment(subject),
      OUT: subject.folder,
      RESTIC: 'restic',
      RESTIC_REPOSITORY: join(subject.folder, 'restic'),
      RESTIC_PASSWORD: 'bench',
    },
  }
}
