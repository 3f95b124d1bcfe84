import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { startRedis } from '../../../test/support/servers/redis.ts'
import { inTurn, type Contender } from './measure.ts'
import { lifeboat, writeProject } from './project.ts'
import { ratioTable } from './report.ts'
import type { Subject } from './subject.ts'

const KEYS = 2_000_000
const BATCH = 20_000
const BARE = '`redis-cli --rdb` to a file'
/** The bare tool writes three times as much, and spares the processor that the server needs too. */
const PACKED = '`redis-cli --rdb -` piped to zstd'
const NAMES = {
  plain: 'Lifeboat, no fingerprint, not sealed',
  artifact: 'Lifeboat, fingerprint of the dump, sealed',
  source: 'Lifeboat, every key of the source read too, sealed',
} as const

/** Keys as applications have them: sessions with an expiry, carts, small sets. */
const FILL = `
for i = tonumber(ARGV[1]), tonumber(ARGV[1]) + tonumber(ARGV[2]) - 1 do
  local token = redis.sha1hex(i)
  if i % 10 == 0 then redis.call('HSET', 'cart:' .. i, 'customer', token, 'items', i % 7, 'total', i / 100)
  elseif i % 10 == 1 then redis.call('SADD', 'tags:' .. i, 'a' .. i % 100, 'b' .. i % 1000, token)
  else redis.call('SET', 'session:' .. token, '{"user":' .. i .. ',"token":"' .. token .. redis.sha1hex(token) .. '","state":"open","seen":' .. i * 31 .. '}', 'EX', 100000 + i % 1000) end
end`

/** Backups of a Redis that nobody writes to, against the stock tool. */
export async function benchRedis(
  subject: Omit<Subject, 'server'> & { readonly scale: number },
): Promise<string> {
  await using server = await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } })
  const keys = Math.round(KEYS * subject.scale)
  await fill(server.url, keys)
  const project = async (name: string, recipients: readonly string[], readSource: boolean) => {
    const folder = join(subject.folder, `redis-${name}`)
    const connection = { host: server.host, port: server.port, readSource }
    const made = {
      folder,
      store: { type: 'filesystem', path: join(folder, 'store') },
      recipients,
      url: '',
      identity: subject.key.identity,
      target: { engine: 'redis', connection },
    }
    await writeProject(made)
    return made
  }
  const { recipient } = subject.key
  const file = join(subject.folder, 'bare.rdb')
  const bare: Contender = {
    name: BARE,
    program: 'redis-cli',
    args: ['-h', server.host, '-p', String(server.port), '--rdb', file],
    env: {},
    before: () => rm(file, { force: true }),
  }
  const packed: Contender = {
    name: PACKED,
    program: 'bash',
    args: ['-e', '-o', 'pipefail', '-c', 'redis-cli -h "$HOST" -p "$PORT" --rdb - | zstd -q -3 -f -o "$OUT"'],
    env: { HOST: server.host, PORT: String(server.port), OUT: `${file}.zst` },
  }
  const samples = await inTurn(
    [
      bare,
      packed,
      lifeboat(NAMES.plain, await project('plain', [], false), ['backup', '--no-fingerprint']),
      lifeboat(NAMES.artifact, await project('artifact', [recipient], false), ['backup']),
      lifeboat(NAMES.source, await project('source', [recipient], true), ['backup']),
    ],
    subject.rounds,
  )
  const table = ratioTable(samples, [
    { name: BARE },
    { name: NAMES.plain, against: BARE, bound: '≤ 1.1, ≤ 200 MB' },
    { name: PACKED },
    { name: NAMES.plain, against: PACKED },
    { name: NAMES.artifact, against: BARE, bound: '≤ 200 MB' },
    { name: NAMES.source, against: BARE, bound: '≤ 200 MB' },
  ])
  const size = execFileSync('stat', ['--format', '%s', file], { encoding: 'utf8' })
  return `## Redis\n\n${keys} keys, a dump of ${(Number(size) / 1e6).toFixed(0)} MB.\n\n${table}`
}

async function fill(url: string, keys: number): Promise<void> {
  const client = await createClient({ url }).connect()
  try {
    for (let at = 0; at < keys; at += BATCH) {
      await client.eval(FILL, { arguments: [String(at), String(Math.min(BATCH, keys - at))] })
    }
  } finally {
    client.destroy()
  }
}
