import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { Capture } from '../../../src/core/engine.ts'
import { specOf } from '../../../src/core/fingerprint.ts'
import { openClient, type RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { Crc64 } from '../../../src/engines/redis/rdb/crc64.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { restoreCopy, type RestoredCopy } from '../../contract/engines/restored-copy.ts'
import { testContext } from '../../support/context.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { makeCertificates } from '../../support/servers/certificates.ts'
import { putRedisOnPath, redisKinds, type RedisKind } from '../../support/servers/redis-programs.ts'
import { makeServerFolder } from '../../support/servers/server-folder.ts'
import { startRedis } from '../../support/servers/redis.ts'

putRedisOnPath()

const AT_ONCE = { 'repl-diskless-sync-delay': 0 }

let cleanup: AsyncDisposableStack
let context: ReturnType<typeof engineContext>

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  context = engineContext(cleanup.use(await testContext()))
})
afterEach(() => cleanup.disposeAsync())

async function start(
  settings: Readonly<Record<string, string | number>> = {},
  kind: RedisKind = 'redis-7',
): Promise<RedisConnection> {
  const { host, port } = cleanup.use(await startRedis({ kind, settings: { ...AT_ONCE, ...settings } }))
  return { host, port }
}

/** The statements that docs/engines.md gives, word by word. */
function documentedStatements(): readonly (readonly string[])[] {
  const document = readFileSync(new URL('../../../docs/engines.md', import.meta.url), 'utf8')
  const blocks = [...document.matchAll(/^```acl\n(.*?)^```$/gms)]
  return blocks.map(([, text = '']) => text.trim().split(/\s+/))
}

async function run(
  connection: RedisConnection,
  ...commands: readonly (readonly string[])[]
): Promise<unknown[]> {
  const client = await openClient(connection)
  try {
    return await Promise.all(commands.map((command) => client.sendCommand([...command])))
  } finally {
    client.destroy()
  }
}

async function capture(connection: RedisConnection): Promise<{ capture: Capture; parts: KeptParts }> {
  const parts = keepParts()
  return { parts, capture: await engine.capture(connection, { sink: parts, fingerprint: true }, context) }
}

async function restore({
  capture: taken,
  parts,
}: Awaited<ReturnType<typeof capture>>): Promise<RestoredCopy<RedisConnection>> {
  const from = { capture: taken, parts: parts.source(taken.requirements) }
  return cleanup.use(await restoreCopy(engine, from, context))
}

test('keys that have expired since the dump are still there when it is drilled', async () => {
  const source = await start({ 'enable-debug-command': 'yes' })
  // What nobody touches is dumped although its time has come.
  await run(source, ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'])
  await run(source, ...Array.from({ length: 1000 }, (_, i) => ['SET', `k${i}`, 'x', 'PX', String(1 + i)]))
  const taken = await capture(source)
  const copy = await restore(taken)
  const spec = specOf(taken.capture.fingerprint!)
  const found = await engine.fingerprint(copy.connection, spec, context)
  expect(found.datasets).toEqual(taken.capture.fingerprint?.datasets)
  expect(found.datasets).toMatchObject([{ name: 'db0', count: 1000 }])
  for (const check of await engine.checks(copy.connection, context)) expect(check.result).toBe('passed')
  const change = await engine.tamper(
    copy.connection,
    { fingerprint: taken.capture.fingerprint!, seed: 'any' },
    context,
  )
  expect(change?.dataset).toBe('db0')
  expect((await engine.fingerprint(copy.connection, spec, context)).datasets).not.toEqual(found.datasets)
})

test('an ACL user without access to any key can take a backup', async () => {
  const source = await start()
  const rules = ['+sync', '+psync', '+replconf', '+ping', '+info', '+time']
  await run(source, ['SET', 'a', '1'], ['ACL', 'SETUSER', 'backup', 'on', '>kept secret', ...rules])
  const user = { ...source, user: 'backup', password: new Secret('kept secret') }
  const taken = await capture(user)
  expect(taken.capture.fingerprint).toMatchObject({ origin: 'artifact', datasets: [{ count: 1 }] })
  expect(taken.capture.limitations.join()).toContain('its login may not read keys')
  expect(await run(user, ['GET', 'a']).catch(String)).toContain('NOPERM')
})

test.each(redisKinds)('the documented ACL users can do what they must in %s, and no more', async (kind) => {
  const source = await start({}, kind)
  await run(source, ['SET', 'a', '1'], ['COPY', 'a', 'a', 'DB', '9'], ['SADD', 'b', 'x'])
  const statements = documentedStatements()
  expect(statements).toHaveLength(2)
  const origins: string[] = []
  for (const [command = '', subcommand = '', name = '', ...rules] of statements) {
    await run(source, [command, subcommand, name, ...rules])
    const user = { ...source, user: name, password: new Secret('change-me') }
    const { fingerprint } = (await capture(user)).capture
    origins.push(fingerprint?.origin ?? 'none')
    expect(await run(user, ['GET', 'a']).catch(String)).toContain('NOPERM')
    expect(await run(user, ['DEL', 'a']).catch(String)).toContain('NOPERM')
  }
  expect(origins).toEqual(['artifact', 'source'])
})

test('a source that is not to be read is not', async () => {
  const source = await start()
  await run(source, ['SET', 'a', '1'])
  const taken = await capture({ ...source, readSource: false })
  expect(taken.capture.fingerprint?.origin).toBe('artifact')
  expect(taken.capture.limitations.join()).toContain('readSource: false')
  const [info] = await run(source, ['INFO', 'commandstats'])
  expect(String(info)).not.toContain('cmdstat_dump')
})

test('a server that writes no checksums is told of', async () => {
  const source = await start({ rdbchecksum: 'no' })
  await run(source, ['SET', 'a', '1'])
  const taken = await capture(source)
  expect(taken.capture.limitations.join()).toContain('rdbchecksum no')
  const parts = taken.parts.source(taken.capture.requirements)
  const [check] = await engine.parse(parts, taken.capture.identity.version, context)
  expect(check).toMatchObject({ result: 'passed', detail: expect.stringContaining('no checksum') })
})

test('an ACL user who may not ask for the server is told so', async () => {
  const source = await start()
  await run(source, ['ACL', 'SETUSER', 'backup', 'on', '>kept secret', '+ping'])
  const user = { ...source, user: 'backup', password: new Secret('kept secret') }
  await expect(engine.probe(user, context)).rejects.toMatchObject({ code: 'privilege-missing' })
})

test('an ACL user who may not replicate is told so', async () => {
  const source = await start()
  await run(source, ['ACL', 'SETUSER', 'backup', 'on', '>kept secret', '+ping', '+info', '+time'])
  const user = { ...source, user: 'backup', password: new Secret('kept secret') }
  const failure: unknown = await capture(user).catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'privilege-missing' })
  expect(String(failure)).not.toContain('kept secret')
})

test('TLS is verified against the authority that the target names, and only that', async () => {
  const folder = cleanup.use(await makeServerFolder('redis-tls'))
  const { caFile, certificateFile, keyFile, strangerCaFile } = await makeCertificates(folder.path)
  const plain = await start()
  const port = plain.port + 1
  await run(
    plain,
    ['CONFIG', 'SET', 'tls-cert-file', certificateFile, 'tls-key-file', keyFile, 'tls-ca-cert-file', caFile],
    ['CONFIG', 'SET', 'tls-auth-clients', 'no'],
    ['CONFIG', 'SET', 'tls-port', String(port)],
    ['SET', 'a', '1'],
  )
  const taken = await capture({ host: plain.host, port, tls: { caFile } })
  expect(taken.capture.fingerprint?.datasets).toMatchObject([{ count: 1 }])
  const stranger = { host: plain.host, port, tls: { caFile: strangerCaFile } }
  await expect(engine.probe(stranger, context)).rejects.toMatchObject({ code: 'server-unreachable' })
  await run(plain, ['CONFIG', 'SET', 'tls-auth-clients', 'yes'])
  const nobody = { host: plain.host, port, tls: { caFile } }
  await expect(engine.probe(nobody, context)).rejects.toMatchObject({ code: 'server-unreachable' })
  const known = await capture({ ...nobody, tls: { caFile, certFile: certificateFile, keyFile } })
  expect(known.capture.fingerprint).toMatchObject({ origin: 'source', datasets: [{ count: 1 }] })
})

test('functions and several databases come back', async () => {
  const source = await start()
  const library = "#!lua name=lib\nredis.register_function('seven', function() return 7 end)"
  await run(source, ['FUNCTION', 'LOAD', library], ['SET', 'a', '1'], ['COPY', 'a', 'a', 'DB', '9'])
  const taken = await capture(source)
  const copy = await restore(taken)
  const found = await engine.fingerprint(copy.connection, specOf(taken.capture.fingerprint!), context)
  expect(found).toEqual(taken.capture.fingerprint)
  expect(found.inventory.map(({ name }) => name)).toEqual(['db0 string', 'db0', 'db9 string', 'db9', 'lib'])
})

test('a question that writes is refused', async () => {
  const source = await start()
  await run(source, ['SET', 'a', '1'])
  const copy = await restore(await capture(source))
  await expect(engine.ask(copy.connection, 'FLUSHALL', context)).rejects.toMatchObject({
    code: 'usage-invalid',
  })
  expect(await engine.ask(copy.connection, 'GET a', context)).toBe('1')
  expect(await engine.ask(copy.connection, 'GET b', context)).toBeNull()
})

test.each([
  ['cut short', (dump: Buffer) => dump.subarray(0, dump.length - 1)],
  ['with one bit flipped', flipBit],
])('a dump %s is neither parsed nor loaded', async (_, damage) => {
  const source = await start()
  await run(source, ...Array.from({ length: 100 }, (_value, i) => ['SET', `k${i}`, `value ${i}`]))
  const taken = await capture(source)
  const [name, bytes] = [...taken.parts.parts][0]!
  taken.parts.parts.set(name, damage(bytes))
  const parts = taken.parts.source(taken.capture.requirements)
  const checks = await engine.parse(parts, taken.capture.identity.version, context)
  expect(checks).toMatchObject([{ name, result: 'failed' }])
  await expect(restore(taken)).rejects.toMatchObject({ code: 'load-failed' })
})

function flipBit(dump: Buffer): Buffer {
  const copy = Buffer.from(dump)
  const at = copy.indexOf('value 50')
  copy[at] = copy[at]! ^ 1
  return copy
}

test('a dump with what this Lifeboat does not know is neither called good nor damaged', async () => {
  const body = Buffer.concat([Buffer.from('REDIS0099'), Buffer.from([200, 1, 97, 0, 0xff])])
  const crc = new Crc64()
  crc.update(body)
  const parts = keepParts()
  parts.parts.set('dump.rdb', Buffer.concat([body, crc.digest()]))
  const checks = await engine.parse(parts.source({}), '9.9.9', context)
  expect(checks).toMatchObject([
    { result: 'skipped', detail: expect.stringContaining('a value of the form 200') },
  ])
})
