import { kill } from 'node:process'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSession, type Session } from '../../../src/engines/clickhouse/session.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

vi.mock('../../../src/engines/clickhouse/silence.ts', () => ({ SILENCE_MS: 600 }))

let cleanup: AsyncDisposableStack
let server: StartedClickHouse
let session: Session

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  const context = cleanup.use(await testContext())
  server = cleanup.use(await startClickHouse())
  session = cleanup.use(await openSession(connectionTo(server), engineContext(context)))
})
afterEach(() => cleanup.disposeAsync())

function freeze(): void {
  kill(server.pid, 'SIGSTOP')
  cleanup.defer(() => void kill(server.pid, 'SIGCONT'))
}

const LOST = { code: 'connection-lost', why: 'the server did not answer a ping for 0.6 s' }

test('a server that freezes while it sends rows is given up', async () => {
  const rows = await session.read('SELECT randomPrintableASCII(1000) FROM numbers(1000000000) FORMAT Native')
  rows.once('data', freeze)
  await expect(buffer(rows)).rejects.toMatchObject(LOST)
})

test('a server that freezes before it answers is given up', async () => {
  freeze()
  await expect(session.rows('SELECT 1')).rejects.toMatchObject(LOST)
})

test('a server that is busy for long is waited for', async () => {
  expect(
    await session.rows('SELECT sleepEachRow(1) FROM numbers(3)', undefined, { max_block_size: '1' }),
  ).toHaveLength(3)
})

test('rows that are read slowly are waited for', async () => {
  const rows = await session.read('SELECT randomPrintableASCII(1000) FROM numbers(100000) FORMAT Native')
  await wait(2500)
  expect((await buffer(rows)).length).toBeGreaterThan(1e8)
})
