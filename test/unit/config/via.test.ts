import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfiguration } from '../../../src/config/load.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lifeboat-via-'))
})

afterEach(() => rm(directory, { recursive: true }))

const load = (via: string, env: Readonly<Record<string, string>> = {}) =>
  loadConfiguration({
    directory,
    env: {
      ...env,
      LIFEBOAT_CONFIG: `
version: 1
project: shop
stores: { primary: { type: filesystem, path: backups } }
targets:
  orders:
    engine: redis
    connection: { host: localhost }
${via === '' ? '' : `    via: ${via}\n`}`,
    },
  })

test.each([
  ['{ docker: orders-db }', { docker: 'orders-db' }],
  ['{ kubectl: { pod: orders-0, namespace: shop } }', { kubectl: { pod: 'orders-0', namespace: 'shop' } }],
  [
    '{ kubectl: { statefulset: orders, context: gke_p_zone_c, container: main } }',
    { kubectl: { statefulset: 'orders', context: 'gke_p_zone_c', container: 'main' } },
  ],
])('via: %s', async (written, via) => {
  expect((await load(written)).target('orders').via).toEqual(via)
})

test('another transport is another policy', async () => {
  const digests = ['', '{ docker: a }', '{ docker: b }'].map(async (via) => (await load(via)).policy.digest)
  expect(new Set(await Promise.all(digests)).size).toBe(3)
})

test('variables set it, as they set the connection', async () => {
  const env = {
    LIFEBOAT_TARGETS_ORDERS_VIA_KUBECTL_DEPLOYMENT: 'orders',
    LIFEBOAT_TARGETS_ORDERS_VIA_KUBECTL_NAMESPACE: 'shop',
  }
  expect((await load('', env)).target('orders').via).toEqual({
    kubectl: { deployment: 'orders', namespace: 'shop' },
  })
})

test.each([
  ['{ docker: "a;id" }', 'targets.orders.via.docker: must be the name or id of a container'],
  ['{ docker: "--privileged" }', 'must be the name or id of a container'],
  ['{ docker: a, kubectl: { pod: b } }', 'this key cannot stand beside the others here'],
  ['{ kubectl: { pod: a, deployment: b } }', 'this key cannot stand beside the others here'],
  ['{ kubectl: { namespace: shop } }', 'targets.orders.via.kubectl.pod: is missing'],
  ['{ kubectl: { pod: "$(id)" } }', 'must be a name as Kubernetes allows it'],
  ['{ kubectl: { pod: a, context: "--as=admin" } }', 'must be the name of a context'],
  ['{ podman: a }', 'unknown key'],
])('via: %s is refused', async (written, message) => {
  await expect(load(written)).rejects.toMatchObject({
    code: 'config-invalid',
    message: expect.stringContaining(message) as string,
  })
})
