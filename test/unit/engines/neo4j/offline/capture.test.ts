import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { CaptureSink } from '../../../../../src/core/engine.ts'
import { LifeboatError } from '../../../../../src/core/errors.ts'
import type { Fingerprint } from '../../../../../src/core/fingerprint.ts'
import { captureOffline, type OfflineSource } from '../../../../../src/engines/neo4j/offline/capture.ts'
import { engineContext, testContext } from '../../../../support/context.ts'
import { keepParts } from '../../../../support/kept-parts.ts'

const gone = new LifeboatError({ code: 'store-unreachable', what: 'the store is gone' })
const BOOKMARK = `FB:${Buffer.from([0x91, 0xcc, 0x10, ...Buffer.alloc(16), 6, 0x90]).toString('base64')}`

/** A server in memory, whose admin program dumps some bytes; `told` is what happened to it. */
function memorySource(dump: (output: PassThrough) => Promise<void>): {
  readonly source: OfflineSource
  readonly told: string[]
} {
  const told: string[] = []
  let running = true
  const tell = async (word: string): Promise<void> => void told.push(word)
  const info = (): string =>
    `Database name: neo4j\nDatabase in use: ${running}\nLast committed transaction id:6\nStore needs recovery: false\n`
  const source: OfflineSource = {
    database: 'neo4j',
    system: true,
    window: { fromMinute: 0, toMinute: 1439, written: '00:00-23:59', timeZone: 'UTC' },
    startTimeoutMs: 1,
    answers: async () => running,
    bookmark: async () => BOOKMARK,
    fingerprint: async () => ({ seed: '6' }) as Fingerprint,
    probe: async () => ({
      identity: { version: '5.26.30', id: 'id', address: 'address' },
      serverTime: new Date('2026-11-21T02:00:00Z'),
      sizeBytes: 0,
      missing: [],
      requirements: { neo4jVersion: '5.26.30' },
    }),
    host: {
      description: 'memory',
      startByHand: 'start',
      markPlace: 'mark',
      stop: () => ((running = false), tell('stop')),
      start: () => ((running = true), tell('start')),
      mark: () => tell('mark'),
      readMark: async () => undefined,
      endAdmin: async () => {},
      unmark: () => tell('unmark'),
      openAdmin: async () => ({
        run: async () => ({ stdout: info(), stderr: '' }),
        pipe: async ([, , database = ''], output) => {
          told.push(`dump ${database}`)
          await dump(output as PassThrough)
        },
        [Symbol.asyncDispose]: async () => {},
      }),
    },
  }
  return { source, told }
}

async function take(source: OfflineSource, sink: CaptureSink) {
  await using context = await testContext()
  // Shortly before midnight the window is closed.
  const clock = { ...context.clock, now: () => new Date('2026-11-21T02:30:00Z') }
  return await captureOffline(source, { sink, fingerprint: true }, { ...engineContext(context), clock })
}

const whole = async (output: PassThrough): Promise<void> => void output.end('DZV1…')

test('both databases are dumped between stop and start, and the server is up before the store has confirmed', async () => {
  const { source, told } = memorySource(whole)
  const kept = keepParts()
  const { promise: started, resolve } = Promise.withResolvers<void>()
  const slow: CaptureSink = {
    ...kept,
    stream: async (...part) => {
      await kept.stream(...part)
      await started
    },
  }
  const watched = {
    ...source,
    host: { ...source.host, unmark: async () => (resolve(), await source.host.unmark()) },
  }
  const capture = await take(watched, slow)
  expect(told).toEqual(['mark', 'stop', 'dump neo4j', 'dump system', 'start', 'unmark'])
  expect([...kept.parts.keys()]).toEqual(['data.dump', 'system.dump'])
  expect(capture).toMatchObject({ fingerprint: { seed: '6' }, identity: { version: '5.26.30' } })
  expect(capture.consistency.fromAt).toMatch(/^2026-11-21T02:00:/)
})

describe('the server is started again when', () => {
  const after = ['mark', 'stop', 'dump neo4j', 'start', 'unmark']

  test('the dump fails', async () => {
    const failed = new LifeboatError({
      code: 'program-failed',
      what: 'neo4j-admin ended with code 1',
      why: "Files: 1/36, data:  0.3%\n2026-11-21 17:47:40.930+0000 ERROR [o.n.c.d.DumpCommand] no space left\nRun with '--verbose' for more",
    })
    const { source, told } = memorySource(() => Promise.reject(failed))
    await expect(take(source, keepParts())).rejects.toMatchObject({
      code: 'program-failed',
      why: 'no space left',
    })
    expect(told).toEqual(after)
  })

  test('the store is gone before the dump begins', async () => {
    const { source, told } = memorySource(whole)
    const sink = { ...keepParts(), stream: () => Promise.reject(gone) }
    await expect(take(source, sink)).rejects.toBe(gone)
    expect(told).toEqual(after.filter((word) => !word.startsWith('dump')))
  })

  test('the store breaks off in the middle of a dump that would never end by itself', async () => {
    const { source, told } = memorySource(() => new Promise(() => {}))
    const sink: CaptureSink = {
      ...keepParts(),
      stream: async (_name, content) => {
        const output = new PassThrough()
        if (typeof content === 'function') void content(output)
        void buffer(output)
        await Promise.reject(gone)
      },
    }
    await expect(take(source, sink)).rejects.toBe(gone)
    expect(told).toEqual(after)
  })

  test('the store refuses what it has already taken', async () => {
    const { source, told } = memorySource(whole)
    const kept = keepParts()
    const sink: CaptureSink = {
      ...kept,
      stream: async (...part) => {
        await kept.stream(...part)
        throw gone
      },
    }
    await expect(take(source, sink)).rejects.toBe(gone)
    expect(told.slice(-2)).toEqual(['start', 'unmark'])
  })
})
