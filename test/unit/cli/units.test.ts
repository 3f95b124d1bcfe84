import { expect, test } from 'vitest'
import type { Configuration } from '../../../src/config/configuration.ts'
import type { Target } from '../../../src/core/target.ts'
import type { Shell } from '../../../src/cli/shell.ts'
import { chosenTargets, chosenUnits } from '../../../src/cli/units.ts'

const targets = ['logs', 'orders', 'sessions', 'events', 'mail'].map((name) => ({ name }) as Target)
const groups = [
  { name: 'platform', targets: ['events', 'sessions', 'orders'], reconcile: [] },
  { name: 'office', targets: ['mail'], reconcile: [] },
]
const configuration = {
  targets,
  groups,
  target: (name: string) => {
    const found = targets.find((target) => target.name === name)
    if (found === undefined) throw new Error(`no ${name}`)
    return found
  },
} as unknown as Configuration
const shell = { configuration: async () => configuration } as Shell

async function unitsOf(...names: readonly string[]): Promise<readonly string[]> {
  const units = await chosenUnits(shell, names)
  return units.map(({ group, targets: members }) =>
    [group?.name ?? '', ...members.map(({ name }) => name)].join(' '),
  )
}

test('without names: every group where its first member stands, and the targets of none', async () => {
  expect(await unitsOf()).toEqual([' logs', 'platform events sessions orders', 'office mail'])
  expect((await chosenTargets(shell, [])).map(({ name }) => name)).toEqual(targets.map(({ name }) => name))
})

test('names are of targets and groups, and nothing comes twice', async () => {
  expect(await unitsOf('orders')).toEqual([' orders'])
  expect(await unitsOf('orders', 'orders', 'logs')).toEqual([' orders', ' logs'])
  expect(await unitsOf('orders', 'platform')).toEqual(['platform events sessions orders'])
  expect((await chosenTargets(shell, ['sessions', 'platform'])).map(({ name }) => name)).toEqual([
    'events',
    'sessions',
    'orders',
  ])
  await expect(unitsOf('nobody')).rejects.toThrow('no nobody')
})
