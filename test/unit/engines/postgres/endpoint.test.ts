import { expect, test } from 'vitest'
import { testContext } from '../../../support/context.ts'
import type { Tools } from '../../../../src/core/machine.ts'
import { clientEnvironment } from '../../../../src/engines/postgres/client-programs.ts'
import type { PostgresConnection } from '../../../../src/engines/postgres/connection.ts'
import { atEndpoint, endpoint, tlsName } from '../../../../src/engines/postgres/endpoint.ts'

const written: PostgresConnection = {
  host: 'db.internal',
  port: 5432,
  database: 'orders',
  user: 'lifeboat',
  password: undefined,
  tls: { mode: 'require' },
  lockTimeoutMs: 1,
  fingerprintSessions: 1,
}
const near = { host: '127.0.0.1', port: 40_000 }

test('the endpoint is what was written, and none for a socket', () => {
  expect(endpoint(written)).toEqual({ host: 'db.internal', port: 5432 })
  expect(endpoint({ ...written, host: '/run/postgresql' })).toBeUndefined()
})

test('at another address the certificate is asked for the written name, however often it moves', () => {
  const moved = atEndpoint(atEndpoint(written, { ...near, port: 1 }), near)
  expect(moved).toEqual({ ...written, ...near, tls: { mode: 'require', serverName: 'db.internal' } })
  expect(tlsName(moved)).toEqual({ host: 'db.internal', servername: 'db.internal' })
  expect(tlsName(atEndpoint({ ...written, host: '10.0.0.7' }, near))).toEqual({ host: '10.0.0.7' })
})

test('pg_dump connects to the address and asks for the name', async () => {
  await using context = await testContext()
  const environment = await clientEnvironment(atEndpoint(written, near), {} as Tools, context)
  expect(environment).toMatchObject({ PGHOST: 'db.internal', PGHOSTADDR: '127.0.0.1', PGPORT: '40000' })
  expect(await clientEnvironment(written, {} as Tools, context)).not.toHaveProperty('PGHOSTADDR')
})
