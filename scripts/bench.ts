import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { benchBackups } from './lib/bench/backups.ts'
import { benchClickHouseNative } from './lib/bench/clickhouse-native.ts'
import { benchClickHousePortable } from './lib/bench/clickhouse-portable.ts'
import { fillDatabase, STANDARD } from './lib/bench/database.ts'
import { benchDrill } from './lib/bench/drill.ts'
import { benchNeo4j } from './lib/bench/neo4j.ts'
import { benchObjectStore } from './lib/bench/object-store.ts'
import { benchQdrant } from './lib/bench/qdrant.ts'
import { benchRedis } from './lib/bench/redis.ts'
import { benchReconcile } from './lib/bench/reconcile.ts'
import { benchStart } from './lib/bench/start.ts'
import { repositoryRoot } from './lib/root.ts'
import { bundle } from './lib/bundle.ts'
import { which } from 'zx'
import { setUp } from './setup.ts'
import { startPostgres } from '../test/support/servers/postgres.ts'
import { generateIdentity, identityToRecipient } from 'age-encryption'

const MAJOR = 15

const ALL = 'backups,store,drill,reconcile,clickhouse-native,clickhouse-portable,neo4j,qdrant,redis,start'

const PEERS = [
  { program: 'restic', from: 'apt-get install restic' },
  { program: 'aws', from: 'pip install awscli' },
]

/** `npm run bench -- [--rounds 3] [--scale 1] [--only backups,store,drill,reconcile,clickhouse-native,clickhouse-portable,neo4j,qdrant,redis,start]`: ratios side by side, into docs/benchmarks.md. */
async function bench(): Promise<void> {
  await setUp()
  await requirePeers()
  // What users run is measured, built from what lies here.
  await bundle(join(repositoryRoot, 'dist'))
  const rounds = Number(option('--rounds') ?? 3)
  const scale = Number(option('--scale') ?? 1)
  const only = (option('--only') ?? ALL).split(',')
  const folder = await mkdtemp(join(tmpdir(), 'lb-bench-'))
  try {
    await using server = await startPostgres({
      major: MAJOR,
      settings: { shared_buffers: '2GB', max_wal_size: '16GB', max_connections: 50 },
    })
    const size = { narrow: STANDARD.narrow * scale, wide: STANDARD.wide * scale }
    const bytes = await fillDatabase(server.url, size)
    console.log(`PostgreSQL ${server.version}, ${(bytes / 1e9).toFixed(2)} GB, ${rounds} rounds`)
    const identity = await generateIdentity()
    const key = { identity, recipient: await identityToRecipient(identity) }
    const subject = { server, folder, rounds, key }
    const sections: string[] = []
    if (only.includes('backups')) sections.push(await benchBackups(subject))
    if (only.includes('store')) sections.push(await benchObjectStore(subject))
    if (only.includes('drill')) sections.push(await benchDrill(subject))
    if (only.includes('reconcile')) sections.push(await benchReconcile(subject))
    if (only.includes('clickhouse-native')) sections.push(await benchClickHouseNative({ ...subject, scale }))
    if (only.includes('clickhouse-portable'))
      sections.push(await benchClickHousePortable({ ...subject, scale }))
    if (only.includes('neo4j')) sections.push(await benchNeo4j({ ...subject, scale }))
    if (only.includes('qdrant')) sections.push(await benchQdrant({ ...subject, scale }))
    if (only.includes('redis')) sections.push(await benchRedis({ ...subject, scale }))
    if (only.includes('start')) sections.push(await benchStart(subject))
    await report(sections, { bytes, rounds, version: server.version, scale, only })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws when a tool to compare with is not there: a comparison without it would be none. */
async function requirePeers(): Promise<void> {
  const missing = PEERS.filter(({ program }) => which.sync(program, { nothrow: true }) === null)
  if (missing.length === 0) return
  const lines = missing.map(({ program, from }) => `  ${program}: ${from}`)
  throw new Error(`the bench compares with programs that are not on the PATH:\n${lines.join('\n')}`)
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name)
  return at < 0 ? undefined : process.argv[at + 1]
}

interface Facts {
  readonly bytes: number
  readonly rounds: number
  readonly version: string
  readonly scale: number
  readonly only: readonly string[]
}

async function report(sections: readonly string[], facts: Facts): Promise<void> {
  const { bytes, rounds, version, scale, only } = facts
  const parts = only.join(',') === ALL ? '' : ` --only ${only.join(',')}`
  const command = `npm run bench -- --rounds ${rounds} --scale ${scale}${parts}`
  const text = [
    '# Benchmarks',
    `Made by \`${command}\` on ${new Date().toISOString().slice(0, 10)}: PostgreSQL ${version}, ${(bytes / 1e9).toFixed(2)} GB, everything cached, servers and clients on one machine with 2 cores. The contenders of a table ran in turn, each round beginning with another one, after a warm-up round that does not count. Read the ratios; the seconds are those of this machine.`,
    ...sections,
    '',
  ].join('\n\n')
  await mkdir(join(repositoryRoot, 'docs'), { recursive: true })
  const file = join(repositoryRoot, 'docs', 'benchmarks.md')
  await writeFile(file, text.trimEnd() + '\n')
  console.log(text)
}

await bench()
