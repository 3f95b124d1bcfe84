import { describe, expect, test } from 'vitest'
import { recoverStopped, type MarkedServer } from '../../../../../src/engines/neo4j/offline/recover.ts'
import {
  newStopMark,
  parseStopMark,
  type FoundMark,
  type StopMark,
} from '../../../../../src/engines/neo4j/offline/stop-mark.ts'
import { engineContext, testContext } from '../../../../support/context.ts'

const RUN = '20261121T020000Z-dead'
const NOW = new Date('2026-11-21T02:10:00Z')
const minutesAgo = (minutes: number): Date => new Date(NOW.getTime() - minutes * 60_000)

const living = newStopMark(RUN, minutesAgo(9))
const dead: StopMark = { ...living, owner: { ...living.owner, processStart: 'earlier' } }
const elsewhere: StopMark = { ...living, owner: { host: 'elsewhere', pid: 1, processStart: '1' } }

interface Scene {
  readonly mark: FoundMark | undefined
  readonly answers: boolean
  readonly starts?: boolean
}

async function recover({ mark, answers, starts = true }: Scene) {
  await using context = await testContext()
  const told: string[] = []
  let running = answers
  const tell = async (word: string): Promise<void> => void told.push(word)
  const server: MarkedServer = {
    startTimeoutMs: 1,
    answers: async () => running,
    host: {
      description: 'container shop',
      startByHand: 'docker start shop',
      markPlace: 'container mark',
      stop: () => tell('stop'),
      start: () => ((running = starts), tell('start')),
      mark: () => tell('mark'),
      readMark: async () => mark,
      endAdmin: () => tell('end the dump'),
      unmark: () => tell('unmark'),
      openAdmin: () => Promise.reject(new Error('not asked for')),
    },
  }
  const clock = { ...context.clock, now: () => NOW }
  const outcome = await recoverStopped(server, { ...engineContext(context), clock }).catch(
    (error: unknown) => error,
  )
  return { outcome, told, events: context.events }
}

test('a server that nobody has marked is left alone, running or not', async () => {
  expect(await recover({ mark: undefined, answers: false })).toMatchObject({ outcome: undefined, told: [] })
})

test('one that a dead run had stopped is started; what it still ran goes first, the mark last', async () => {
  const { outcome, told } = await recover({ mark: dead, answers: false })
  expect(told).toEqual(['end the dump', 'start', 'unmark'])
  expect(outcome).toMatch(new RegExp(`^started Neo4j again.*${RUN}`))
  // It may have ended by itself, with source-not-restarted.
  expect(outcome).not.toContain('killed')
})

test('one that a dead run had not stopped yet, or that somebody has started, only loses its mark', async () => {
  const { outcome, told } = await recover({ mark: dead, answers: true })
  expect(told).toEqual(['end the dump', 'unmark'])
  expect(outcome).toMatch(/^removed the mark of run/)
  expect(outcome).not.toContain('killed')
})

describe('left, and said with the command to start it', () => {
  test.each([
    ['a run that lives', living],
    ['a run of another computer', elsewhere],
  ] as const)('%s, while the server is down', async (_name, mark) => {
    const { outcome, told } = await recover({ mark, answers: false })
    expect(outcome).toMatchObject({ code: 'busy', fix: expect.stringContaining('docker start shop') })
    expect(told).toEqual([])
  })

  test.each([
    ['a run that lives', living],
    ['a stop that may still be going on', { ...dead, at: minutesAgo(1).toISOString() }],
  ] as const)('%s, while the server answers', async (_name, mark) => {
    const { outcome, told, events } = await recover({ mark, answers: true })
    expect([outcome, told]).toEqual([undefined, []])
    expect(events).toContainEqual({ event: 'warning', message: expect.stringContaining('docker start shop') })
  })
})

describe('a mark that nobody can read is told as such, with its place and what to do', () => {
  const told = {
    what: expect.stringContaining('cannot be read'),
    fix: expect.stringMatching(/docker start shop.*container mark/),
  }

  test('while the server is down', async () => {
    const { outcome } = await recover({ mark: parseStopMark(''), answers: false })
    expect(outcome).toMatchObject({ code: 'busy', ...told })
    expect((outcome as Error).message).not.toContain('unknown')
  })

  test('while the server answers', async () => {
    const { outcome, told: done, events } = await recover({ mark: parseStopMark('{'), answers: true })
    expect([outcome, done]).toEqual([undefined, []])
    const message = expect.stringMatching(/cannot be read.*docker start shop.*container mark/)
    expect(events).toContainEqual({ event: 'warning', message })
  })
})

test('one that does not come back is an error, and its mark stays', async () => {
  const { outcome, told } = await recover({ mark: dead, answers: false, starts: false })
  expect(outcome).toMatchObject({
    code: 'server-unreachable',
    fix: expect.stringContaining('docker start shop'),
  })
  expect(told).not.toContain('unmark')
})
