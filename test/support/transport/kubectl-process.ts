/**
 * Stands in for kubectl where there is no cluster: takes the arguments that the real one takes, refuses any other, and really
 * forwards. Its first argument is a folder with `cluster.json` (pods by `namespace/kind/name`, and their ports) and `calls.log`.
 */
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import process from 'node:process'

export interface StandInCluster {
  readonly contexts: readonly string[]
  /** Host ports behind the ports of a pod. */
  readonly pods: Readonly<Record<string, Readonly<Record<string, number>>>>
}

const [folder = '', ...args] = process.argv.slice(2)
appendFileSync(join(folder, 'calls.log'), `${JSON.stringify({ pid: process.pid, args })}\n`)
const cluster = JSON.parse(readFileSync(join(folder, 'cluster.json'), 'utf8')) as StandInCluster

function fail(words: string): never {
  process.stderr.write(`${words}\n`)
  process.exit(1)
}

const [verb, ...rest] = args
const { values, positionals } = parseArgs({
  args: rest,
  allowPositionals: true,
  options: {
    address: { type: 'string' },
    context: { type: 'string' },
    namespace: { type: 'string', default: 'default' },
    container: { type: 'string' },
    stdin: { type: 'boolean' },
  },
})
const [resource = '', ...more] = positionals
if (values.context !== undefined && !cluster.contexts.includes(values.context))
  fail(`error: context "${values.context}" does not exist`)
const ports = cluster.pods[`${values.namespace}/${resource}`]
const [kind, name] = resource.split('/')
if (ports === undefined) fail(`Error from server (NotFound): ${kind}s "${name}" not found`)
if (verb === 'port-forward') forward(ports, more)
else if (verb === 'exec' && values.stdin === true) execute(more)
else fail(`error: unknown command "${verb}"`)

function forward(known: Readonly<Record<string, number>>, [pair = '', ...others]: readonly string[]): void {
  const [, near = '', far = ''] = /^(\d*):(\d+)$/.exec(pair) ?? []
  if (far === '' || others.length > 0 || values.address === undefined) fail('error: bad ports')
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    process.stdout.write(`Handling connection for ${(server.address() as AddressInfo).port}\n`)
    const onward = connect({ host: '127.0.0.1', port: known[far] ?? 1, allowHalfOpen: true })
    onward.on('error', () => {
      process.stderr.write(`error forwarding port ${far} to pod: connect: connection refused\n`)
      socket.resetAndDestroy()
    })
    socket.on('error', () => onward.destroy())
    socket.pipe(onward).pipe(socket)
  })
  server.on('error', () => fail(`Unable to listen on port ${near}: address already in use`))
  server.listen(Number(near), values.address, () => {
    process.stdout.write(
      `Forwarding from ${values.address}:${(server.address() as AddressInfo).port} -> ${far}\n`,
    )
  })
}

/** The pod is this computer. What is killed here takes its pipes along, as a real kubectl does its connection. */
function execute([program = '', ...given]: readonly string[]): void {
  const child = spawn(program, given, { stdio: 'pipe' })
  process.stdin.pipe(child.stdin).on('error', () => undefined)
  child.stdout.pipe(process.stdout)
  child.stderr.pipe(process.stderr)
  child.on('close', (code) => process.exit(code ?? 137))
}
