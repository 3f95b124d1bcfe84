import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine } from '../../../src/core/engine.ts'
import { Secret } from '../../../src/core/secret.ts'
import { engine as clickhouse } from '../../../src/engines/clickhouse/index.ts'
import { engine as postgres } from '../../../src/engines/postgres/index.ts'
import { engine as qdrant } from '../../../src/engines/qdrant/index.ts'
import { openClient } from '../../../src/engines/redis/connection.ts'
import { engine as redis } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSource } from '../../support/postgres-source.ts'
import { makeCertificates } from '../../support/servers/certificates.ts'
import { startClickHouse } from '../../support/servers/clickhouse.ts'
import { findFreePort } from '../../support/servers/free-port.ts'
import { startQdrant } from '../../support/servers/qdrant/start.ts'
import { startRedis } from '../../support/servers/redis.ts'

const cleanup = new AsyncDisposableStack()
let context: ReturnType<typeof engineContext>

beforeAll(async () => {
  context = engineContext(cleanup.use(await testContext()))
})
afterAll(() => cleanup.disposeAsync())

/** The certificates of the test servers are for localhost and 127.0.0.1, which is also where the near end of a tunnel lies. */
async function expectNameKept<C extends { readonly host: string; readonly port: number }>(
  engine: Engine<C>,
  connection: C,
): Promise<void> {
  const near = { host: '127.0.0.1', port: connection.port }
  const known = engine.atEndpoint({ ...connection, host: 'localhost' }, near)
  expect((await engine.probe(known, context)).identity.id).not.toBe('')
  const stranger = engine.atEndpoint({ ...connection, host: 'db.internal' }, near)
  await expect(engine.probe(stranger, context)).rejects.toMatchObject({
    code: 'server-unreachable',
    message: expect.stringMatching(/db\.internal|altnames|certificate/i) as string,
  })
}

test('behind a tunnel the certificate of PostgreSQL is asked for the name that was written, by pg_dump too', async () => {
  const source = cleanup.use(
    await startSource({ major: 15, tls: true, hba: ['hostnossl all all all reject'] }),
  )
  const tls = { mode: 'verify-full', caFile: source.server.tls?.caFile ?? '' } as const
  const connection = { ...source.connection('postgres'), tls }
  await expectNameKept(postgres, connection)
  const near = { host: '127.0.0.1', port: connection.port }
  const moved = postgres.atEndpoint({ ...connection, host: 'localhost' }, near)
  const parts = keepParts()
  await postgres.capture(moved, { sink: parts, fingerprint: true }, context)
  expect([...parts.parts.keys()]).toContain('data.dump')
})

test('so is that of Redis', async () => {
  const server = cleanup.use(await startRedis({}))
  const { caFile, certificateFile, keyFile } = await makeCertificates(server.dataDir)
  const port = await findFreePort()
  const client = await openClient({ host: server.host, port: server.port })
  await client.configSet({
    'tls-cert-file': certificateFile,
    'tls-key-file': keyFile,
    'tls-ca-cert-file': caFile,
  })
  await client.configSet({ 'tls-auth-clients': 'no' })
  await client.configSet({ 'tls-port': String(port) })
  client.destroy()
  await expectNameKept(redis, { host: server.host, port, tls: { caFile } })
})

test('so is that of ClickHouse', async () => {
  const server = cleanup.use(await startClickHouse({ tls: true }))
  const tls = { caFile: server.tls?.caFile ?? '' }
  await expectNameKept(clickhouse, { ...connectionTo(server, 'default'), port: server.securePort, tls })
})

test('so is that of Qdrant', async () => {
  const server = cleanup.use(await startQdrant({ tls: true, apiKey: 'hidden' }))
  const tls = { caFile: server.tls?.caFile ?? '' }
  await expectNameKept(qdrant, { host: server.host, port: server.port, apiKey: new Secret('hidden'), tls })
})
