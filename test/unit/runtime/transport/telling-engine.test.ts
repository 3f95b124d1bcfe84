import { expect, test } from 'vitest'
import type { CaptureRequest, Engine } from '../../../../src/core/engine.ts'
import { LifeboatError } from '../../../../src/core/errors.ts'
import { tellingEngine } from '../../../../src/runtime/transport/telling-engine.ts'
import type { Tunnel } from '../../../../src/runtime/transport/tunnel.ts'

const no = undefined as never
const tunnel: Tunnel = {
  endpoint: { host: '127.0.0.1', port: 39_481 },
  name: 'docker:orders-db → 5432',
  lastWords: async () => 'the pod went away',
  [Symbol.asyncDispose]: async () => {},
}
const identity = { version: '16.14', id: '127.0.0.1:39481#7/orders', address: '127.0.0.1:39481/orders' }
const told = {
  version: '16.14',
  id: 'docker:orders-db → 5432#7/orders',
  address: 'docker:orders-db → 5432/orders',
}

test.each(['probe', 'inspect', 'capture'] as const)('%s tells the far end', async (method) => {
  const engine = { [method]: async () => ({ identity, kept: 1 }) } as unknown as Engine
  const call = tellingEngine(engine, [tunnel])[method] as (...given: unknown[]) => Promise<unknown>
  expect(await call(no, {}, no)).toEqual({ identity: told, kept: 1 })
})

const failure = new LifeboatError({
  code: 'server-unreachable',
  what: 'postgres at 127.0.0.1:39481/orders cannot be reached',
  why: 'connect ECONNREFUSED 127.0.0.1:39481',
  fix: 'check 127.0.0.1:39481',
})

test.each(['load', 'fingerprint', 'checks', 'ask', 'sweep'] as const)(
  'an error of %s names the far end, and what the tunnel last said',
  async (method) => {
    const engine = { [method]: () => Promise.reject(failure) } as unknown as Engine
    const call = tellingEngine(engine, [tunnel])[method] as (...given: never[]) => Promise<unknown>
    await expect(call(no, no, no)).rejects.toMatchObject({
      code: 'server-unreachable',
      what: 'postgres at docker:orders-db → 5432/orders cannot be reached',
      why: 'connect ECONNREFUSED docker:orders-db → 5432; the pod went away',
      fix: 'check docker:orders-db → 5432',
    })
  },
)

async function* failingKeys(): AsyncGenerator<string> {
  yield 'one'
  throw failure
}

test('an error of a stream of keys does, too', async () => {
  const engine = { keys: failingKeys } as unknown as Engine
  const seen: string[] = []
  const read = async (): Promise<void> => {
    for await (const key of tellingEngine(engine, [tunnel]).keys(no, no, no)) seen.push(key)
  }
  await expect(read()).rejects.toMatchObject({ why: expect.stringContaining('docker:orders-db') as string })
  expect(seen).toEqual(['one'])
})

test('without a tunnel an error is passed on as it is', async () => {
  const engine = { ask: () => Promise.reject(failure) } as unknown as Engine
  await expect(tellingEngine(engine, []).ask(no, no, no)).rejects.toBe(failure)
})

test('an error of what writes a part does, before the capture ends', async () => {
  const errors: unknown[] = []
  const writes = async (_name: string, content: unknown): Promise<void> => {
    if (typeof content === 'function')
      await (content as () => Promise<void>)().catch((error) => errors.push(error))
  }
  const engine = {
    capture: async (_connection: unknown, { sink }: CaptureRequest) => {
      await sink.stream('data', () => Promise.reject(failure))
      await sink.delegate('tree', () => Promise.reject(failure))
      return { identity }
    },
  } as unknown as Engine
  const sink = { stream: writes, delegate: writes } as unknown as CaptureRequest['sink']
  await tellingEngine(engine, [tunnel]).capture(no, { sink, fingerprint: true }, no)
  const told = { what: 'postgres at docker:orders-db → 5432/orders cannot be reached' }
  expect(errors).toEqual([expect.objectContaining(told), expect.objectContaining(told)])
})
