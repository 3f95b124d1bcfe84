import { expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { Command, Isolation, Machine } from '../../../src/core/machine.ts'
import { probeEgress } from '../../../src/drill/egress-probe.ts'

/** A machine that has only these programs; they find no way out. */
function machine(isolation: Isolation, programs: readonly string[]): Machine {
  const run = async ({ program }: Command) => {
    if (programs.includes(program)) return { stdout: program === 'bash' ? 'blocked\n' : '', stderr: '' }
    throw new LifeboatError({ code: 'program-failed', what: `${program} is not there` })
  }
  const answers: Partial<Machine> = { kind: 'container', isolation, run }
  return answers as Machine
}

const PROMISES = ['internal-network', 'network-namespace', 'host-reachable', 'none'] as const

test.each(PROMISES)('where nothing could be tried, a promise of %s counts for nothing', async (promised) => {
  expect(await probeEgress(machine(promised, []))).toEqual({ egress: 'notProbed', isolation: 'none' })
})

test.each([['sh'], ['bash']])('what only %s has tried is not called blocked', async (program) => {
  const finding = await probeEgress(machine('internal-network', [program]))
  expect(finding).toEqual({ egress: 'notProbed', isolation: 'host-reachable' })
})

test('what was tried and failed is blocked', async () => {
  const finding = await probeEgress(machine('internal-network', ['sh', 'bash']))
  expect(finding).toEqual({ egress: 'blocked', isolation: 'internal-network' })
})
