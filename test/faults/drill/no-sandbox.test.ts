import { once } from 'node:events'
import { fork } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDrill } from '../../../src/drill/drill.ts'
import { breaksPromise, probeEgress } from '../../../src/drill/egress-probe.ts'
import { sweepSandboxes } from '../../../src/drill/sweep-sandboxes.ts'
import { containerMachine } from '../../../src/runtime/container-machine.ts'
import { closeHost, listHostRules, reopenHost } from '../../../src/runtime/firewall.ts'
import { testContext } from '../../support/context.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { heldByProcesses, sandboxLeftovers } from '../../support/sandbox-leftovers.ts'
import { testImage } from '../../support/servers/image.ts'

let bench: DrillBench
const slowly = (): Promise<void> => sleep(3000)

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

test('an image that is nowhere is said with its name and the fix', async () => {
  const job = await bench.job({ plan: drillPlan({ provider: 'container' }) })
  const settings = { ...job.target.settings, image: 'localhost:9/lifeboat/none:1' }
  const record = await runDrill({ ...job, target: { ...job.target, settings } })
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'image-absent' }, proven: false })
  expect(record.error?.message).toContain('localhost:9/lifeboat/none:1')
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})

test('without a container engine a drill in a container cannot run, and auto takes local programs', async () => {
  const environment = { ...process.env, DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
  const contained = await bench.job({ plan: drillPlan({ provider: 'container' }) }, { environment })
  expect(await runDrill(contained)).toMatchObject({ error: { code: 'sandbox-unavailable' }, proven: false })
  const auto = await bench.job({ plan: drillPlan() }, { environment })
  expect(await runDrill(auto)).toMatchObject({ sandbox: { provider: 'process' }, proven: true })
})

test('a sandbox out of disk is told as that', async () => {
  const plan = drillPlan({ provider: 'container', disk: '24MiB' })
  const record = await runDrill(await bench.job({ plan }))
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'sandbox-exhausted' },
    proven: false,
  })
  expect(record.error?.message).toContain('disk')
})

test('a sandbox out of memory is told as that', async () => {
  const plan = drillPlan({ provider: 'container', memory: '24MiB' })
  const record = await runDrill(await bench.job({ plan }))
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'sandbox-exhausted' },
    proven: false,
  })
  expect(record.error?.message).toContain('memory')
})

test('a drill that takes too long is given up and leaves nothing', async () => {
  const job = await bench.job({ plan: drillPlan({ provider: 'process' }) })
  const settings = { ...job.target.settings, drillTimeoutMs: 1500 }
  const record = await runDrill({ ...job, target: { ...job.target, settings }, seams: { loaded: slowly } })
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'timed-out' }, proven: false })
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})

test('a way out of a sandbox that promised none is found', async () => {
  await using context = await testContext()
  await using machine = await containerMachine({ image: testImage('postgres-16'), user: 'postgres', context })
  expect(await probeEgress(machine)).toEqual({ egress: 'blocked', isolation: 'internal-network' })
  const [rule] = (await listHostRules(context)).filter(({ runId }) => runId === context.runId)
  await reopenHost(rule!.bridge, context)
  const finding = await probeEgress(machine)
  expect(finding).toEqual({ egress: 'possible', isolation: 'host-reachable' })
  expect(breaksPromise(machine, finding)).toBe(true)
  await closeHost(rule!.bridge, context)
})

test.each(['container', 'process'] as const)('a drill in a %s killed half-way is swept', async (provider) => {
  const script = new URL('../../support/killed-drill.ts', import.meta.url)
  const child = fork(script, [provider], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [{ runId }] = (await once(child, 'message')) as [{ runId: string }]
  const held = await heldByProcesses(runId)
  expect(await sandboxLeftovers(runId, held)).not.toEqual([])
  child.kill('SIGKILL')
  await once(child, 'exit')
  await using context = await testContext()
  const removed = await sweepSandboxes(context)
  expect(removed.filter((sentence) => sentence.includes(runId)).length).toBeGreaterThan(1)
  expect(await sandboxLeftovers(runId, held)).toEqual([])
  expect((await sweepSandboxes(context)).filter((sentence) => sentence.includes(runId))).toEqual([])
})
