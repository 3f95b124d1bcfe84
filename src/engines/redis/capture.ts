import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import type { Command } from '../../core/machine.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import type { RedisConnection } from './connection.ts'
import { fingerprint } from './fingerprint.ts'
import { loadDump } from './load.ts'
import { explainPermission } from './missing-permission.ts'
import { DUMP } from './parts.ts'
import { probe } from './probe.ts'
import { instantOf, readRdbHeader, type RdbHeader } from './rdb.ts'
import { need } from './server.ts'

const END_MARK_BYTES = 40

const LIMITATIONS = [
  'The fingerprint was read from the backup itself: it proves that the backup restores the same each time, not that it equals the source.',
  'The instants at which keys expire are not compared, only that they do.',
  'ACL users and the server configuration are not part of a Redis dump.',
]

/** One RDB over the replication protocol; it is its own instant. */
export async function capture(
  connection: RedisConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  const { identity, requirements } = await probe(connection)
  const folder = await mkdtemp(join(context.workDir, 'redis-'))
  const path = join(folder, DUMP)
  try {
    // A slow reader overflows the server's replica buffer and is cut off, so the dump goes to the disk first.
    await dump(connection, path, { version: identity.version, context })
    const header = await readRdbHeader(path)
    await request.sink.stream(DUMP, createReadStream(path))
    if (context.signal.aborted) throw cancelled(context.signal)
    const at = instantOf(header)
    return {
      identity,
      consistency: { kind: 'transactional', fromAt: at, toAt: at },
      fingerprint: request.fingerprint ? await fingerprintOf(path, header, context) : undefined,
      requirements: { ...requirements, redisVersion: writer(header, identity.version) },
      limitations: LIMITATIONS,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function dump(
  connection: RedisConnection,
  path: string,
  { version, context }: { readonly version: string; readonly context: EngineContext },
): Promise<void> {
  await using tools = await context.tools(need(version))
  const output = createWriteStream(path, { mode: 0o600, flags: 'wx' })
  const { stderr } = await tools.pipe(dumpCommand(connection), output).catch(explainPermission)
  const length = /with success after (\d+) bytes/.exec(stderr)?.[1]
  // On standard output redis-cli cannot take back the end mark of a diskless transfer, which follows the dump.
  if (length !== undefined) await cutEndMark(path, Number(length))
}

async function cutEndMark(path: string, length: number): Promise<void> {
  const { size } = await stat(path)
  if (size === length + END_MARK_BYTES) await truncate(path, length)
}

function dumpCommand({ host, port, socket, user, password, tls }: RedisConnection): Command {
  const place = socket === undefined ? ['-h', host, '-p', String(port)] : ['-s', socket]
  const login = user === undefined ? [] : ['--user', user]
  const files = [
    ['--cacert', tls?.caFile],
    ['--cert', tls?.certFile],
    ['--key', tls?.keyFile],
    ['--sni', tls?.serverName],
  ].flatMap(([flag = '', value]) => (value === undefined ? [] : [flag, value]))
  return {
    program: 'redis-cli',
    args: [
      '--no-auth-warning',
      ...place,
      ...login,
      ...(tls === undefined ? [] : ['--tls']),
      ...files,
      '--rdb',
      '-',
    ],
    ...(password === undefined ? {} : { env: { REDISCLI_AUTH: password } }),
  }
}

/** The dump's digest as a fresh server computes it; a drill must find the same. */
async function fingerprintOf(path: string, header: RdbHeader, context: EngineContext): Promise<Fingerprint> {
  await using machine = await context.machine(need(writer(header, '')))
  const connection = await loadDump(machine, createReadStream(path), context)
  const seed = Buffer.from(context.random.bytes(8)).toString('hex')
  return await fingerprint(connection, { seed, methods: new Map(), leftOut: [] })
}

function writer(header: RdbHeader, otherwise: string): string {
  return header.fields.get('redis-ver') ?? otherwise
}
