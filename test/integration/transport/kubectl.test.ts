import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Context } from '../../../src/core/context.ts'
import type { KubectlVia } from '../../../src/core/via.ts'
import { openTunnel } from '../../../src/runtime/transport/open-tunnel.ts'
import type { Tunnel } from '../../../src/runtime/transport/tunnel.ts'
import { testContext } from '../../support/context.ts'
import { standInKubectl, type StandInKubectl } from '../../support/transport/stand-in-kubectl.ts'

const PATIENCE = { timeout: 30_000 }

let kubectl: StandInKubectl
let context: Context & AsyncDisposable
let server: Server
const accepted = new Set<Socket>()

/** Says hello, then says back what it hears. */
beforeAll(async () => {
  server = createServer((socket) => {
    accepted.add(socket)
    socket.on('error', () => undefined)
    socket.write('hello ')
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

beforeEach(async () => {
  kubectl = await standInKubectl({
    contexts: ['production'],
    pods: { 'shop/pod/orders-0': { 5432: port() }, 'default/statefulset/orders': { 5432: port() } },
  })
  const environment = { ...process.env, PATH: `${kubectl.folder}:${process.env['PATH']}` }
  context = await testContext({ environment })
})
afterEach(async () => {
  await context[Symbol.asyncDispose]()
  await expect.poll(() => kubectl.running(), PATIENCE).toEqual([])
  await kubectl[Symbol.asyncDispose]()
})

const port = (): number => (server.address() as AddressInfo).port
const POD: KubectlVia = { pod: 'orders-0', namespace: 'shop', context: 'production' }

const open = (via: KubectlVia, host = 'localhost', far = 5432): Promise<Tunnel> =>
  openTunnel({ via: { kubectl: via }, far: { host, port: far }, context })

async function exchange({ endpoint }: Tunnel, words: string): Promise<string> {
  const socket = connect({ ...endpoint, allowHalfOpen: true })
  socket.end(words)
  return text(socket)
}

test('a port of a pod, by port-forward', async () => {
  await using tunnel = await open(POD)
  expect(tunnel.name).toBe('kubectl:production/shop/pod/orders-0 → 5432')
  expect(await Promise.all([exchange(tunnel, 'one'), exchange(tunnel, 'two')])).toEqual([
    'hello one',
    'hello two',
  ])
  const [{ args } = { args: [] }] = await kubectl.calls()
  expect(args).toEqual([
    'port-forward',
    '--address=127.0.0.1',
    '--context=production',
    '--namespace=shop',
    'pod/orders-0',
    ':5432',
  ])
})

test('a pod of a stateful set, in the current context and namespace', async () => {
  await using tunnel = await open({ statefulset: 'orders' })
  expect(await exchange(tunnel, 'x')).toBe('hello x')
  expect((await kubectl.calls())[0]?.args).toContain('statefulset/orders')
})

test('a port-forward that ended is started anew at the same port', async () => {
  await using tunnel = await open(POD)
  const [first = 0] = await kubectl.running()
  const socket = connect(tunnel.endpoint)
  await once(socket, 'data')
  process.kill(first, 'SIGKILL')
  await once(socket, 'close')
  await expect.poll(() => exchange(tunnel, 'again').catch(String), PATIENCE).toBe('hello again')
  expect(await kubectl.running()).not.toContain(first)
})

test('an address that only the pod reaches, through a relay in it', async () => {
  await using tunnel = await open({ ...POD, container: 'main' }, '0.0.0.0', port())
  expect(tunnel.name).toBe(`kubectl:production/shop/pod/orders-0 → 0.0.0.0:${port()}`)
  const socket = connect(tunnel.endpoint)
  let heard = ''
  socket.on('data', (bytes) => {
    heard += String(bytes)
  })
  socket.write('relayed')
  await expect.poll(() => heard, PATIENCE).toBe('hello relayed')
  const { args } = (await kubectl.calls()).at(-1) ?? { args: [] }
  const options = ['--context=production', '--namespace=shop', '--container=main']
  expect(args.slice(0, 8)).toEqual(['exec', '--stdin', ...options, 'pod/orders-0', '--', 'sh'])
  socket.destroy()
  await expect.poll(() => kubectl.running(), PATIENCE).toEqual([])
})

test('a relay that is killed resets its connection', async () => {
  await using tunnel = await open(POD, '0.0.0.0', port())
  const socket = connect(tunnel.endpoint)
  await once(socket, 'data')
  const relay = (await kubectl.running()).at(-1) ?? 0 // the first may be the trial's, about to end
  process.kill(relay, 'SIGKILL')
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNRESET')
})

test('a relay that the server hangs up on ends its connection', async () => {
  await using tunnel = await open(POD, '0.0.0.0', port())
  const socket = connect(tunnel.endpoint)
  await once(socket, 'data')
  for (const each of accepted) each.end()
  expect(await Promise.race([once(socket, 'end').then(() => 'end'), once(socket, 'error')])).toBe('end')
  socket.destroy()
})

test('a port that is not there is told in the words of kubectl', async () => {
  await using tunnel = await open(POD, 'localhost', 9)
  await expect(exchange(tunnel, 'x')).rejects.toMatchObject({ code: 'ECONNRESET' })
  await expect.poll(() => tunnel.lastWords(), PATIENCE).toContain('connection refused')
})
