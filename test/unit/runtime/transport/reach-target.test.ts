import { expect, test } from 'vitest'
import type { Context } from '../../../../src/core/context.ts'
import type { Engine } from '../../../../src/core/engine.ts'
import type { Target } from '../../../../src/core/target.ts'
import { reachTarget } from '../../../../src/runtime/transport/reach-target.ts'

const context = {} as Context
const engine = { endpoint: () => undefined } as unknown as Engine
const target = { name: 'orders', connect: async () => 'the connection' } as unknown as Target

test('a target without a transport connects as it is written', async () => {
  await using reached = reachTarget(target, engine, context)
  expect(await reached.target.connect()).toBe('the connection')
})

test('a unix socket and a transport exclude each other', async () => {
  await using reached = reachTarget({ ...target, via: { docker: 'orders-db' } }, engine, context)
  await expect(reached.target.connect()).rejects.toMatchObject({ code: 'config-invalid' })
})
