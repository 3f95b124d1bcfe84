import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Shell } from '../../../src/cli/shell.ts'
import { drillVerb } from '../../../src/cli/verbs/drill.ts'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

const CONFIGURATION = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets:
  orders: { engine: postgres, connection: { url: { env: ORDERS_URL } } }
groups:
  platform: { targets: [orders] }
`

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drill-plan-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

test.each([
  ['orderz', 'There is no target orderz; did you mean orders?', 'use one of orders'],
  [
    'platform',
    'platform is a group of targets, and what a drill plan asks is asked of one target',
    'write the checks and rules under its members: orders',
  ],
])('a plan that asks of %s, which is no target, is not begun', async (name, what, fix) => {
  const rules = '[{ rule: schemaEqual }]'
  await writeFile(join(directory, 'monthly.yaml'), `version: 1\nintegrity: { ${name}: ${rules} }\n`)
  const read = readConfiguration({
    file: { name: 'lifeboat.yaml', text: CONFIGURATION },
    environment: {},
  })
  const options = { environment: {}, directory, allowCommands: false, clock: systemClock }
  const configuration = { ...createConfiguration(read, options), drillsPath: directory }
  const shell = { configuration: async () => configuration } as unknown as Shell
  const input = { arguments: ['nobody'], options: { plan: 'monthly' } }
  const drilling = drillVerb.run(input, shell)
  await expect(drilling).rejects.toMatchObject({ code: 'target-unknown', what, fix })
})
