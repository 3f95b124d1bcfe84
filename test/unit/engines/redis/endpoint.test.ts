import { expect, test } from 'vitest'
import { Secret } from '../../../../src/core/secret.ts'
import { atEndpoint, endpoint } from '../../../../src/engines/redis/endpoint.ts'

const written = { host: 'cache.internal', port: 6380, user: 'lifeboat', password: new Secret('hidden') }

test('the endpoint is what was written, and none for a socket', () => {
  expect(endpoint(written)).toEqual({ host: 'cache.internal', port: 6380 })
  expect(endpoint({ ...written, socket: '/run/redis.sock' })).toBeUndefined()
})

test('at another address the login stays, and so does the name of the certificate, however often it moves', () => {
  const near = { host: '127.0.0.1', port: 40_000 }
  expect(atEndpoint(written, near)).toEqual({ ...written, ...near })
  const encrypted = { ...written, tls: { caFile: 'ca.pem' } }
  const moved = atEndpoint(atEndpoint(encrypted, { ...near, port: 1 }), near)
  expect(moved).toEqual({ ...written, ...near, tls: { caFile: 'ca.pem', serverName: 'cache.internal' } })
})
