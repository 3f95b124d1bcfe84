import { expect, test } from 'vitest'
import { LifeboatError, type ErrorCode } from '../../../src/core/errors.ts'
import type { Machine } from '../../../src/core/machine.ts'
import { explainExhausted } from '../../../src/drill/explain-exhausted.ts'
import { explainNoSpace, noSpaceIn } from '../../../src/runtime/no-space.ts'

interface Exhaustion {
  readonly outOfMemory?: boolean
  readonly freeBytes?: number
}

function machine({ outOfMemory = false, freeBytes = 2 ** 30 }: Exhaustion = {}): Machine {
  const answers: Partial<Machine> = {
    ranOutOfMemory: async () => outOfMemory,
    serverExit: async () => undefined,
    freeBytes: async () => freeBytes,
  }
  return answers as Machine
}

function failure(code: ErrorCode, words: { readonly what?: string; readonly why?: string } = {}) {
  return new LifeboatError({ code, what: 'it failed', ...words })
}

test.each(['content-different', 'drill-invalid', 'fingerprint-malformed', 'volume-altered'] as const)(
  '%s stays what it is, however little the sandbox has left',
  async (code) => {
    const found = failure(code, { why: 'no alarm says disk full: No space left on device' })
    for (const exhaustion of [{ outOfMemory: true }, { freeBytes: 0 }, {}]) {
      expect(await explainExhausted(machine(exhaustion), found)).toBe(found)
    }
  },
)

test('a refusal and a cancelled run stay what they are', async () => {
  for (const found of [failure('isolation-missing'), failure('cancelled')]) {
    expect(await explainExhausted(machine({ outOfMemory: true, freeBytes: 0 }), found)).toBe(found)
  }
})

test.each([
  explainNoSpace(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })),
  explainNoSpace(Object.assign(new Error('EDQUOT: disk quota exceeded'), { code: 'EDQUOT' })),
  noSpaceIn('zstd: error 70 : Write error : No space left on device'),
])('a file of this run that found no room says nothing about the sandbox: %s', async (found) => {
  expect(found).toMatchObject({ code: 'disk-full' })
  for (const exhaustion of [{}, { freeBytes: 0 }]) {
    expect(await explainExhausted(machine(exhaustion), found)).toBe(found)
  }
})

test('words of the product itself about a full disk say nothing about the sandbox', async () => {
  const named = failure('server-unreachable', { what: 'the database "disk full" could not be reached' })
  expect(await explainExhausted(machine(), named)).toBe(named)
})

test.each<[string, Exhaustion, LifeboatError]>([
  ['a load that a program ended', {}, failure('load-failed', { why: 'No space left on device' })],
  ['a load in a full sandbox', { freeBytes: 0 }, failure('load-failed')],
  ['a server in it with a full disk', {}, failure('disk-full', { why: 'No space left on device' })],
  ['a server that the kernel killed', { outOfMemory: true }, failure('connection-lost')],
])('%s is told as exhausted', async (_, exhaustion, error) => {
  expect(await explainExhausted(machine(exhaustion), error)).toMatchObject({ code: 'sandbox-exhausted' })
})
