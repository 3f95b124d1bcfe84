import { expect, test } from 'vitest'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

test('what every object inherits is no store', async () => {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets: { orders: { engine: redis, connection: { host: cache.internal } } }
`
  const read = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  const options = { environment: {}, directory: '/', allowCommands: false, clock: systemClock }
  const opening = createConfiguration(read, options).openStore('constructor')
  await expect(opening).rejects.toMatchObject({ code: 'usage-invalid' })
})
