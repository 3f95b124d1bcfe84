import { afterAll, beforeAll, expect, test } from 'vitest'
import { $ } from 'zx'
import { exitCodeOf } from '../../../src/cli/each-target.ts'
import type { Machine } from '../../../src/core/machine.ts'
import type { DrillRecord } from '../../../src/core/record.ts'
import { runDrill, type DrillJob } from '../../../src/drill/drill.ts'
import { listHostRules, reopenHost } from '../../../src/runtime/firewall.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

const run = $({ quiet: true })

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

function containerJob(isolation: 'required' | 'none'): Promise<DrillJob> {
  return bench.job({ plan: drillPlan({ provider: 'container', isolation }) })
}

/** Drills in a container while a firewall rule of somebody else lets it reach this computer. */
async function drillLeaking(
  job: DrillJob,
): Promise<{ readonly record: DrillRecord; readonly promised: string }> {
  let promised = ''
  await using undo = new AsyncDisposableStack()
  const opened = async (machine: Machine): Promise<void> => {
    promised = machine.isolation
    const [rule] = (await listHostRules(job.context)).filter(({ runId }) => runId === job.context.runId)
    const accept = ['INPUT', '-i', rule!.bridge, '-j', 'ACCEPT']
    await run`iptables -w -I ${accept}`
    undo.defer(async () => void (await run`iptables -w -D ${accept}`))
  }
  return { record: await runDrill({ ...job, seams: { opened } }), promised }
}

test('a way out of a sandbox that promised none ends the drill before any data comes in', async () => {
  const job = await containerJob('required')
  const { record, promised } = await drillLeaking(job)
  expect(promised).toBe('internal-network')
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'isolation-missing' },
    proven: false,
    sandbox: { egress: 'possible', serverVersion: 'unknown', destroyed: true },
    verdicts: { overall: 'notMeasured' },
    summary: { status: 'could_not_run' },
  })
  expect(exitCodeOf(record)).toBe(6)
  expect(record.phases.map(({ name }) => name)).toEqual(['select', 'provision'])
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})

test('with the consent of the plan the same sandbox is used, and the record says what was seen', async () => {
  const { record } = await drillLeaking(await containerJob('none'))
  expect(record).toMatchObject({
    outcome: 'succeeded',
    sandbox: { egress: 'possible', isolation: 'host-reachable', destroyed: true },
    limitations: expect.arrayContaining([expect.stringContaining('could reach services')]) as string[],
  })
})

test('a sandbox whose firewall rule somebody else has removed counts as destroyed', async () => {
  const job = await containerJob('required')
  const { context } = job
  const loaded = async (): Promise<void> => {
    const [rule] = (await listHostRules(context)).filter(({ runId }) => runId === context.runId)
    await reopenHost(rule!.bridge, context)
  }
  const record = await runDrill({ ...job, seams: { loaded } })
  expect(record).toMatchObject({ outcome: 'succeeded', proven: true, sandbox: { destroyed: true } })
  expect(await sandboxLeftovers(context.runId)).toEqual([])
})
