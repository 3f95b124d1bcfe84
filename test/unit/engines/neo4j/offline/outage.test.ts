import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EngineContext } from '../../../../../src/core/engine.ts'
import { LifeboatError } from '../../../../../src/core/errors.ts'
import { duringOutage, type OutageServer } from '../../../../../src/engines/neo4j/offline/outage.ts'
import { engineContext, testContext } from '../../../../support/context.ts'

const broken = new LifeboatError({ code: 'program-failed', what: 'it broke' })

interface Plan {
  /** What the stop, the start and the work do. */
  readonly stop: 'works' | 'fails'
  readonly start: 'works' | 'fails'
  readonly work: 'works' | 'fails' | 'cancels'
  readonly answersAfterStart: boolean
  readonly unmark?: 'fails'
}

/** A server in memory that notes what it is told. */
function plannedServer(plan: Plan) {
  const told: string[] = []
  let running = true
  const server: OutageServer = {
    startTimeoutMs: 1,
    answers: async () => running && plan.answersAfterStart,
    host: {
      description: 'container shop',
      startByHand: 'docker start shop',
      markPlace: 'container mark',
      stop: async () => {
        told.push('stop')
        if (plan.stop === 'fails') throw broken
        running = false
      },
      start: async () => {
        told.push('start')
        if (plan.start === 'fails') throw broken
        running = true
      },
      unmark: async () => {
        told.push('unmark')
        if (plan.unmark === 'fails') throw broken
      },
    },
  }
  return { server, told, running: () => running }
}

async function run(plan: Plan, context: EngineContext, controller: AbortController) {
  const planned = plannedServer(plan)
  const work = async (): Promise<string> => {
    if (plan.work === 'cancels') controller.abort(new LifeboatError({ code: 'cancelled', what: 'cancelled' }))
    context.signal.throwIfAborted()
    if (plan.work === 'fails') throw broken
    return 'dumped'
  }
  const outcome = await duringOutage(planned.server, work, context).then(
    (outage) => ({ outage, error: undefined }),
    (error: unknown) => ({ outage: undefined, error: error as LifeboatError }),
  )
  return { ...planned, ...outcome }
}

async function attempt(plan: Plan) {
  const controller = new AbortController()
  await using context = await testContext({ signal: controller.signal })
  return { ...(await run(plan, engineContext(context), controller)), events: context.events }
}

const plans = fc.record({
  stop: fc.constantFrom('works' as const, 'fails' as const),
  start: fc.constantFrom('works' as const),
  work: fc.constantFrom('works' as const, 'fails' as const, 'cancels' as const),
  answersAfterStart: fc.constant(true),
})

test('whatever fails or is cancelled, the server is started again and the mark removed', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const { told, running, error } = await attempt(plan)
      expect(told).toEqual(['stop', 'start', 'unmark'])
      expect(running()).toBe(true)
      expect(error === undefined).toBe(plan.stop === 'works' && plan.work === 'works')
    }),
    { numRuns: 20 },
  )
})

describe('a server that does not come back', () => {
  const plan = { stop: 'works', start: 'works', work: 'works', answersAfterStart: false } as const

  test('after a good dump: the dump is kept, and the command to start it is said', async () => {
    const { outage, told, events } = await attempt(plan)
    expect(outage).toMatchObject({ result: 'dumped', notBack: { code: 'source-not-restarted', exitCode: 5 } })
    expect(outage?.notBack?.fix).toContain('docker start shop')
    // The mark stays, so that the next run notices.
    expect(told).toEqual(['stop', 'start'])
    expect(events).toContainEqual({ event: 'warning', message: expect.stringContaining('docker start shop') })
  })

  test('after a failed dump: neither is passed over', async () => {
    const { error } = await attempt({ ...plan, work: 'fails' })
    expect(error).toMatchObject({
      code: 'server-unreachable',
      exitCode: 7,
      fix: expect.stringContaining('docker start shop'),
    })
    expect(error?.why).toContain('it broke')
  })
})

test('a start that fails is tried again before it is given up', async () => {
  const { told, outage } = await attempt({
    stop: 'works',
    start: 'fails',
    work: 'works',
    answersAfterStart: true,
  })
  expect(told).toEqual(['stop', 'start', 'start', 'start'])
  expect(outage?.notBack).toMatchObject({ code: 'source-not-restarted', why: 'it broke' })
})

test('a mark that cannot be removed is said, and costs nothing else', async () => {
  const plan = {
    stop: 'works',
    start: 'works',
    work: 'works',
    answersAfterStart: true,
    unmark: 'fails',
  } as const
  const { outage, events } = await attempt(plan)
  expect(outage).toMatchObject({ result: 'dumped' })
  expect(events).toContainEqual({ event: 'warning', message: expect.stringContaining('container mark') })
})
