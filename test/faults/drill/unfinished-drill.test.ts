import { afterAll, beforeAll, expect, test } from 'vitest'
import { buffer } from 'node:stream/consumers'
import { exitCodeOf } from '../../../src/cli/each-target.ts'
import type { Engine } from '../../../src/core/engine.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { runDrill, type DrillJob } from '../../../src/drill/drill.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { openSession } from '../../../src/engines/postgres/session.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const plan = drillPlan({ provider: 'process' })
const LEFT = expect.arrayContaining([expect.stringContaining('could not be removed')]) as string[]

/** The engine on machines that say, once they are gone, that they could not be removed; `prepared` comes after that is arranged. */
function withStubbornMachine(engine: Engine, prepared: () => void = () => undefined): Engine {
  const prepare: Engine['server']['prepare'] = async (machine, requirements, context) => {
    const dispose = machine[Symbol.asyncDispose].bind(machine)
    machine[Symbol.asyncDispose] = async () => {
      await dispose()
      throw new LifeboatError({ code: 'sandbox-unavailable', what: 'the sandbox does not answer' })
    }
    prepared()
    return engine.server.prepare(machine, requirements, context)
  }
  return { ...engine, server: { ...engine.server, prepare } }
}

/** Removes a row of the restored copy. */
function damaged(job: DrillJob): DrillJob {
  const loaded = async (connection: unknown): Promise<void> => {
    await using session = await openSession(connection as PostgresConnection, job.context)
    await session.query('delete from orders where id = 7')
  }
  return { ...job, seams: { loaded } }
}

test('a bad copy is told although its sandbox could not be removed', async () => {
  const job = await bench.job({ plan })
  const record = await runDrill({ ...damaged(job), engine: withStubbornMachine(job.engine) })
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    sandbox: { destroyed: false },
    verdicts: { integrity: 'breached' },
    limitations: LEFT,
  })
})

test('a good copy whose sandbox could not be removed is not proven', async () => {
  const job = await bench.job({ plan })
  const record = await runDrill({ ...job, engine: withStubbornMachine(job.engine) })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'sandbox-unavailable' },
    sandbox: { destroyed: false },
    proven: false,
    limitations: LEFT,
  })
})

function noSuchServer(): never {
  throw new LifeboatError({ code: 'server-unsupported', what: 'no such server' })
}

async function noEvidenceKey(): Promise<never> {
  throw new LifeboatError({ code: 'secret-missing', what: 'the evidence key is not set' })
}

test('why a sandbox could not be made is told although it could not be removed either', async () => {
  const job = await bench.job({ plan })
  const record = await runDrill({ ...job, engine: withStubbornMachine(job.engine, noSuchServer) })
  expect(record).toMatchObject({
    error: { code: 'server-unsupported' },
    sandbox: { destroyed: false },
    limitations: LEFT,
  })
})

test('without the evidence key that the configuration names a drill cannot run, and leaves its record', async () => {
  const job = await bench.job({ plan })
  const record = await runDrill({ ...job, policy: { ...job.policy, evidenceKey: noEvidenceKey } })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'secret-missing' },
    proven: false,
    verdicts: { overall: 'notMeasured' },
    summary: { status: 'could_not_run' },
  })
  const stored = await buffer(await job.store.read(KEYS.record(record.id)))
  expect(stored.equals(canonicalBytes(record))).toBe(true)
})

test('a sealed backup cannot be drilled without any key, and leaves no sandbox', async () => {
  const { encryption, ...job } = await bench.job({ plan })
  const record = await runDrill({ ...job, encryption: { ...encryption, identities: async () => [] } })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'identity-missing' },
    proven: false,
    sandbox: { destroyed: true },
    verdicts: { overall: 'notMeasured' },
  })
  expect(exitCodeOf(record)).toBe(7)
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})
