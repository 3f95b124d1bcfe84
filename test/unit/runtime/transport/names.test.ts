import { expect, test } from 'vitest'
import { clusterOptions, placeOf, resourceOf } from '../../../../src/runtime/transport/kubectl-command.ts'
import { tunnelName } from '../../../../src/runtime/transport/tunnel.ts'

test.each([
  [{ host: 'localhost', port: 5432 }, 'docker:orders-db → 5432'],
  [{ host: '127.0.0.1', port: 5432 }, 'docker:orders-db → 5432'],
  [{ host: '::1', port: 5432 }, 'docker:orders-db → 5432'],
  [{ host: 'db.internal', port: 5432 }, 'docker:orders-db → db.internal:5432'],
  [{ host: 'fd00::7', port: 5432 }, 'docker:orders-db → [fd00::7]:5432'],
])('a tunnel to %o is told as %s', (far, told) => {
  expect(tunnelName('docker:orders-db', far)).toBe(told)
})

test('a pod is named by what it belongs to, and its cluster by options that are one word each', () => {
  const via = { statefulset: 'orders', namespace: 'shop', context: 'production' }
  expect(resourceOf(via)).toBe('statefulset/orders')
  expect(placeOf(via)).toBe('kubectl:production/shop/statefulset/orders')
  expect(clusterOptions(via)).toEqual(['--context=production', '--namespace=shop'])
  expect(placeOf({ deployment: 'orders' })).toBe('kubectl:deployment/orders')
  expect(clusterOptions({ pod: 'orders-0' })).toEqual([])
})
