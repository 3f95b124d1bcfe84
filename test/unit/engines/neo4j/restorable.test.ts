import { expect, test } from 'vitest'
import { engine } from '../../../../src/engines/neo4j/index.ts'

test.each([
  ['a dump of a stopped server', ['data.dump', 'system.dump', 'fingerprint.json']],
  ['a backup of the Enterprise edition', ['data.backup']],
])('%s is for a stopped server, and the refusal says what can be done with it', (_name, parts) => {
  expect(() => engine.requireRestorable?.(parts)).toThrow(
    expect.objectContaining({
      code: 'not-supported',
      fix: expect.stringMatching(/docs\/recover-by-hand\.md.*lifeboat drill/),
    }),
  )
})

test('an export over Bolt can be restored into a running server', () => {
  expect(() => engine.requireRestorable?.(['graph.jsonl.zst', 'access.json'])).not.toThrow()
})
