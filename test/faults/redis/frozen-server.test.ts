import { open } from 'node:fs/promises'
import { kill } from 'node:process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineContext } from '../../../src/core/engine.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { restoreKeys } from '../../../src/engines/redis/restore-keys.ts'
import { useClient } from '../../../src/engines/redis/use-client.ts'
import { WrittenKeys } from '../../../src/engines/redis/written-keys.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { runCommands } from '../../support/engines/redis/zoo.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { startRedis, type StartedRedis } from '../../support/servers/redis.ts'

vi.mock('../../../src/engines/redis/silence.ts', () => ({ SILENCE_MS: 600, WORKING_MS: 900 }))

let cleanup: AsyncDisposableStack
let context: EngineContext
let server: StartedRedis

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  context = engineContext(cleanup.use(await testContext()))
  server = cleanup.use(await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } }))
})
afterEach(() => cleanup.disposeAsync())

function freeze(): void {
  kill(server.pid, 'SIGSTOP')
  cleanup.defer(() => void kill(server.pid, 'SIGCONT'))
}

/** The server, which freezes before such an answer has come. */
async function freezingAt(isAnswer: (bytes: Buffer) => boolean) {
  let frozen = false
  return cleanup.use(
    await startSpoilingProxy(server, (bytes) => {
      if (frozen || !isAnswer(bytes)) return bytes
      frozen = true
      freeze()
      return Buffer.alloc(0)
    }),
  )
}

const LOST = { code: 'connection-lost', why: expect.stringContaining('was silent for 0.6 s') }

test('a server that freezes after the login of a probe is given up', async () => {
  const place = await freezingAt((bytes) => bytes.includes('redis_version'))
  await expect(engine.probe(place, context)).rejects.toMatchObject(LOST)
})

test('a server that freezes while its keys are read leaves a backup that says so', async () => {
  await runCommands(server, [['SET', 'key', 'value']])
  const parts = keepParts()
  const place = await freezingAt((bytes) => bytes.includes('db0:keys') && parts.parts.size > 0)
  const taken = await engine.capture(place, { sink: parts, fingerprint: true }, context)
  expect(taken.fingerprint?.origin).toBe('artifact')
  expect(taken.limitations.join()).toMatch(/its keys could not be read .*was silent for 0.6 s/)
})

test('a destination that freezes while keys are put back is a lost connection, and says nothing of the copy', async () => {
  const path = `${context.workDir}/dump.rdb`
  await using file = await open(path, 'w')
  await file.write('REDIS0011\xff', 0, 'latin1')
  const place = await freezingAt((bytes) => bytes.toString('latin1').startsWith('*2'))
  await expect(restoreKeys(place, new WrittenKeys(path), context)).rejects.toMatchObject({
    code: 'connection-lost',
    why: expect.stringContaining('was silent for 0.9 s'),
  })
})

test('a client that nobody asks anything for long is kept', async () => {
  const { host, port } = server
  const answer = useClient({ host, port }, {}, async (client) => {
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return client.dbSize()
  })
  expect(await answer).toBe(0)
})

test('an application check takes as long as its server works on it', async () => {
  const { host, port } = server
  const slow = JSON.stringify({
    command: ['EVAL_RO', "local n = 0 for i = 1, 4e8 do n = n + 1 end return 'done'", '0'],
  })
  expect(await engine.ask({ host, port }, slow, context)).toBe('done')
})
