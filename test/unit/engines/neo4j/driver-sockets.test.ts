import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdDriverSockets } from '../../../../src/engines/neo4j/driver-sockets.ts'

let server: Server
beforeAll(async () => {
  server = createServer((caller) => caller.on('error', () => undefined).resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => void server.close())

function call() {
  const { port } = server.address() as AddressInfo
  return connect(port, '127.0.0.1')
}

test('what the driver opened ends with an error, and nothing that others opened', async () => {
  const sockets = holdDriverSockets()
  const others = holdDriverSockets()
  const [late, own] = [sockets.connecting(async () => (await Promise.resolve(), call())), call()]
  const foreign = others.connecting(call)
  const driven = await late
  const failed = once(driven, 'error')
  sockets.destroy()
  expect(await failed).toEqual([expect.objectContaining({ message: 'the connection was given up' })])
  expect([driven.destroyed, own.destroyed, foreign.destroyed]).toEqual([true, false, false])
  own.destroy()
  foreign.on('error', () => undefined)
  others.destroy()
  expect(foreign.destroyed).toBe(true)
})
