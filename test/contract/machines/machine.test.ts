import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { $ } from 'zx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '../../../src/core/context.ts'
import type { Machine } from '../../../src/core/machine.ts'
import { Secret } from '../../../src/core/secret.ts'
import { containerMachine } from '../../../src/runtime/container-machine.ts'
import { processMachine } from '../../../src/runtime/process-machine.ts'
import { testContext } from '../../support/context.ts'
import { heldByProcesses, sandboxLeftovers } from '../../support/sandbox-leftovers.ts'
import { testImage } from '../../support/servers/image.ts'

const CHUNK = Buffer.alloc(1024 * 1024, 'lifeboat ')
const CHUNKS = 100
const BIG = createHash('sha256')
for (let n = 0; n < CHUNKS; n++) BIG.update(CHUNK)
const BIG_DIGEST = BIG.digest('hex')

const ANY = {
  programs: ['sh', 'sleep', 'cat'],
  folders: ['/bin', '/usr/bin'],
  accepts: () => true,
  product: 'a shell',
  image: testImage('postgres-16'),
  imageUser: 'postgres',
}

const machines = {
  container: (context: Context) => containerMachine({ image: ANY.image, user: ANY.imageUser, context }),
  process: (context: Context) => processMachine(ANY, context),
}

function bigStream(): Readable {
  return Readable.from(Array.from({ length: CHUNKS }, () => CHUNK))
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield CHUNK
  await sleep(10)
  throw new Error('source broke')
}

/** Sends back what each client sends. */
const ECHO = `use IO::Socket::INET; $SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => $ARGV[0], LocalPort => $ARGV[1], Listen => 5, ReuseAddr => 1) or die;
while (my $client = $server->accept) {
  next if fork;
  while (sysread($client, my $bytes, 65536)) { syswrite($client, $bytes) == length($bytes) or last }
  exit;
}`

/** The digest of what comes back of a long stream. Rejects where the connection ends earlier. */
async function bigAnswer({ host, port }: { readonly host: string; readonly port: number }): Promise<string> {
  const socket = connect(port, host)
  await once(socket, 'connect')
  const hash = createHash('sha256')
  let missing = CHUNKS * CHUNK.length
  const sending = pipeline(bigStream(), socket, { end: false })
  sending.catch(() => undefined)
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    hash.update(chunk)
    missing -= chunk.length
    if (missing === 0) return hash.digest('hex')
  }
  throw new Error('the connection ended early')
}

async function digestOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of stream) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

describe.each(Object.entries(machines))('a %s machine', (_, open) => {
  let context: Awaited<ReturnType<typeof testContext>>
  let machine: Machine

  beforeAll(async () => {
    context = await testContext()
    machine = await open(context)
  })

  afterAll(async () => {
    await machine[Symbol.asyncDispose]()
    await context[Symbol.asyncDispose]()
  })

  test('runs programs as an unprivileged user, arguments as they are', async () => {
    const { stdout } = await machine.run({ program: 'printf', args: ['%s|', '$HOME', 'a b', ''] })
    expect(stdout).toBe('$HOME|a b||')
    expect((await machine.run({ program: 'id', args: ['-u'] })).stdout.trim()).not.toBe('0')
  })

  test('a failing program is an error with its own name, code and words', async () => {
    const command = {
      program: 'sh',
      args: ['-c', 'echo broken $PW >&2; exit 3'],
      env: { PW: new Secret('hunter2') },
    }
    await expect(machine.run(command)).rejects.toMatchObject({
      code: 'program-failed',
      what: 'sh ended with code 3',
      why: 'broken ***',
    })
  })

  test('a program that is not there is program-absent', async () => {
    await expect(machine.run({ program: 'no-such-program', args: [] })).rejects.toMatchObject({
      code: 'program-absent',
    })
  })

  test('stdin and stdout of 100 MB pass unharmed, at once', async () => {
    const running = await machine.stream({ program: 'cat', args: [], stdin: bigStream() })
    expect(await digestOf(running.stdout)).toBe(BIG_DIGEST)
    await running.finished
  })

  test('writes a large file that only its user can read', async () => {
    const path = await machine.writeFile('big', bigStream())
    const { stdout } = await machine.run({ program: 'sha256sum', args: [path] })
    expect(stdout.split(' ')[0]).toBe(BIG_DIGEST)
    expect((await machine.run({ program: 'stat', args: ['-c', '%a', path] })).stdout.trim()).toBe('600')
    await machine.removeFile(path)
    await machine.removeFile(path)
    await expect(machine.run({ program: 'cat', args: [path] })).rejects.toMatchObject({
      code: 'program-failed',
    })
  })

  test('a file whose source breaks half-way is an error and is not there', async () => {
    await expect(machine.writeFile('broken', Readable.from(broken()))).rejects.toThrow('source broke')
    const { stdout } = await machine.run({ program: 'sh', args: ['-c', `ls ${machine.home}/../files`] })
    expect(stdout).not.toContain('broken')
  })

  test('the environment reaches the program and no command line', async () => {
    const command = {
      program: 'sh',
      args: [
        '-c',
        'echo "$PW"; cat /proc/self/cmdline /proc/$PPID/cmdline /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "',
      ],
      env: { PW: new Secret('correct-horse') },
    }
    const { stdout } = await machine.run(command)
    expect(stdout.match(/correct-horse/g)).toHaveLength(1)
    const seen = await $({ quiet: true })`ps -eo args`
    expect(seen.stdout).not.toContain('correct-horse')
  })

  test('a server runs in the background until it is stopped', async () => {
    await machine.startServer({
      program: 'sh',
      args: ['-c', 'trap "echo bye; exit 7" TERM; echo hello; while :; do sleep 0.1; done'],
    })
    await expect.poll(() => machine.serverExit()).toBeUndefined()
    await sleep(300)
    await machine.stopServer()
    await machine.stopServer()
  })

  test('a server that ends by itself tells its code and its last words', async () => {
    await machine.startServer({ program: 'sh', args: ['-c', 'echo no such data folder >&2; exit 5'] })
    await expect
      .poll(() => machine.serverExit(), { timeout: 10_000 })
      .toEqual({ code: 5, log: expect.stringContaining('no such data folder') as string, outOfMemory: false })
  })

  test('a server that speaks only TCP is reached from here, by several at once', async () => {
    const { listen, reach } = await machine.openPort(7000)
    await machine.startServer({ program: 'perl', args: ['-e', ECHO, listen.host, String(listen.port)] })
    await expect
      .poll(async () => (await machine.run({ program: 'cat', args: ['/proc/net/tcp'] })).stdout)
      .toContain(`:${listen.port.toString(16).toUpperCase()} 00000000:0000 0A`)
    const answers = await Promise.all([bigAnswer(reach), bigAnswer(reach)])
    expect(answers).toEqual([BIG_DIGEST, BIG_DIGEST])
    await machine.stopServer()
    await expect(bigAnswer(reach)).rejects.toThrow(/ECONN|ended early/)
  })

  test('knows how much room there is', async () => {
    expect(await machine.freeBytes()).toBeGreaterThan(1024 * 1024)
  })

  test('cannot reach this computer nor leave it', async () => {
    await using listener = createServer((socket) => socket.destroy())
    listener.listen(0, '0.0.0.0')
    await once(listener, 'listening')
    let reached = 0
    listener.on('connection', () => (reached += 1))
    const { port } = listener.address() as { port: number }
    const gateway = machine.reach.kind === 'tcp' ? machine.reach.host.replace(/\.\d+$/, '.1') : '127.0.0.1'
    await expect(
      machine.run({ program: 'bash', args: ['-c', 'exec 3<>"/dev/tcp/$0/$1"', gateway, String(port)] }),
    ).rejects.toMatchObject({ code: 'program-failed' })
    expect(reached).toBe(0)
    const { stdout: routes } = await machine.run({ program: 'cat', args: ['/proc/net/route'] })
    expect(routes).not.toMatch(/^\S+\t00000000/m)
  })
})

describe.each(Object.entries(machines))('a %s machine that is given up', (_, open) => {
  test('an abort ends what runs there', async () => {
    const controller = new AbortController()
    await using context = await testContext({ signal: controller.signal })
    await using machine = await open(context)
    const running = await machine.stream({ program: 'sh', args: ['-c', 'echo on; exec sleep 4242'] })
    await once(running.stdout, 'readable')
    controller.abort()
    await expect(running.finished).rejects.toMatchObject({ code: 'cancelled' })
    await expect
      .poll(async () => (await $({ quiet: true })`ps -eo args,stat`).stdout)
      .not.toMatch(/^sleep 4242 +[^Z ]*$/m)
  })

  test('leaves nothing', async () => {
    await using context = await testContext()
    const machine = await open(context)
    await machine.startServer({ program: 'sleep', args: ['4343'] })
    await machine.writeFile('some', 'thing')
    const held = await heldByProcesses(context.runId)
    expect(await sandboxLeftovers(context.runId, held)).not.toEqual([])
    await machine[Symbol.asyncDispose]()
    await machine[Symbol.asyncDispose]()
    expect(await sandboxLeftovers(context.runId, held)).toEqual([])
    expect((await $({ quiet: true })`ps -eo args,stat`).stdout).not.toMatch(/^sleep 4343 +[^Z ]*$/m)
  })
})
