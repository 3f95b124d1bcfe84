import { expect, test } from 'vitest'
import { viaOption } from '../../../src/cli/via-option.ts'

test.each([
  [undefined, undefined],
  ['docker:orders-db', { docker: 'orders-db' }],
  ['kubectl:pod/orders-0', { kubectl: { pod: 'orders-0' } }],
  ['kubectl:shop/statefulset/orders', { kubectl: { statefulset: 'orders', namespace: 'shop' } }],
  [
    'kubectl:shop/deployment/orders@arn:aws:eks:eu-west-1:1:cluster/x',
    { kubectl: { deployment: 'orders', namespace: 'shop', context: 'arn:aws:eks:eu-west-1:1:cluster/x' } },
  ],
])('--via %s', (written, via) => {
  expect(viaOption(written)).toEqual(via)
})

test.each([
  '',
  'orders-db',
  'docker:',
  'docker:-v',
  'docker:a b',
  'docker:a;id',
  'docker:../x',
  'kubectl:orders-0',
  'kubectl:service/orders',
  'kubectl:pod/--all',
  'kubectl:pod/Orders',
  'kubectl:-n/pod/orders',
  'kubectl:pod/orders@--as=admin',
])('--via %s is refused', (written) => {
  expect(() => viaOption(written)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
})
