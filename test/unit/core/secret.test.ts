import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'

const secret = new Secret('hunter2')

test.each([
  ['string', String(secret)],
  ['JSON', JSON.stringify({ secret })],
  ['inspect', inspect({ secret }, { depth: 9, showHidden: true })],
  ['format', format('%s %o %j %O', secret, secret, secret, secret)],
  ['error', new Error(`refused: ${String(secret)}`).message],
  ['spread', JSON.stringify(Object.assign({}, secret))],
])('does not show itself as %s', (_how, shown) => {
  expect(shown).not.toContain('hunter2')
})

test('is revealed on demand only', () => {
  expect(secret.reveal()).toBe('hunter2')
})
