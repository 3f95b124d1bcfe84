import { expect, test } from 'vitest'
import { starterConfiguration } from '../../../src/config/init.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { CONNECTION_SCHEMAS } from '../../../src/registry.ts'

test.each(Object.keys(CONNECTION_SCHEMAS))('a first file for %s is valid as it stands', (engine) => {
  const text = starterConfiguration({ project: 'My_Project', engine, target: 'Orders 1' })
  const { written } = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  expect(written.project).toBe('my-project')
  expect(written.targets['orders-1']).toMatchObject({ engine })
})

test('an unknown engine is refused', () => {
  expect(() => starterConfiguration({ project: 'shop', engine: 'postgre', target: 'orders' })).toThrow(
    'There is no engine postgre; did you mean postgres?',
  )
})
