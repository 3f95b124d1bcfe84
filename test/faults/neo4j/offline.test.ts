import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaptureSink } from '../../../src/core/engine.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { Secret } from '../../../src/core/secret.ts'
import { captureOffline } from '../../../src/engines/neo4j/offline/capture.ts'
import { recoverStopped } from '../../../src/engines/neo4j/offline/recover.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { connectionOf, sourceOf } from '../../support/neo4j-offline.ts'
import { closedWindow, startNeo4jHost, type Neo4jHost } from '../../support/servers/neo4j-host.ts'

type Control = NonNullable<Parameters<typeof connectionOf>[1]>

let host: Neo4jHost
/** The home of another server, which has never run. */
let stranger: string

beforeAll(async () => {
  host = await startNeo4jHost()
  stranger = join(host.control.home, 'stranger')
  await mkdir(join(stranger, 'conf'), { recursive: true })
  await symlink(host.server.bin, join(stranger, 'bin'))
  await host.server.cypher('UNWIND range(1, 20000) AS i CREATE (:Person {name: "p" + i, i: i})')
})
afterAll(() => host[Symbol.asyncDispose]())

describe('refused before anything is stopped', () => {
  test.each([
    ['outside the window', 'outside-window', () => ({ window: closedWindow(new Date()) })],
    [
      'the home of another server',
      'config-invalid',
      () => ({ home: stranger, conf: join(stranger, 'conf') }),
    ],
    ['a folder that is not there', 'privilege-missing', () => ({ home: '/nowhere' })],
  ] as const)('%s: %s', async (_name, code, change) => {
    const pid = await host.pid()
    await expect(capture({ change: change() })).rejects.toMatchObject({ code })
    expect(await host.pid()).toBe(pid)
    expect(await host.isRunning()).toBe(true)
    expect(await mark()).toBeUndefined()
  })

  test('a wrong password', async () => {
    await using context = await testContext()
    const wrong = { ...connectionOf(host), password: new Secret('wrong') }
    const request = { sink: keepParts(), fingerprint: true }
    await expect(engine.capture(wrong, request, engineContext(context))).rejects.toMatchObject({
      code: 'server-refused-login',
    })
    expect(await host.isRunning()).toBe(true)
    expect(await mark()).toBeUndefined()
  })

  test('by another run that is at it', async () => {
    await writeFile(
      markFile(),
      JSON.stringify({
        runId: 'other',
        owner: { host: 'elsewhere', pid: 1, processStart: '1' },
        at: '2026-11-21T02:00:00Z',
      }),
    )
    await expect(capture({})).rejects.toMatchObject({ code: 'busy', why: expect.stringContaining('other') })
    expect(await host.isRunning()).toBe(true)
    await rm(markFile())
  })
})

test('a stop command that fails: the server is left as it is', async () => {
  const commands = { stop: ['false'], start: ['true'] }
  await expect(capture({ change: { commands } })).rejects.toMatchObject({ code: 'program-failed' })
  expect(await host.isRunning()).toBe(true)
  expect(await mark()).toBeUndefined()
})

test('a start that fails: the dump is kept with an alarm, and the next run starts the server', async () => {
  const kept = keepParts()
  const commands = {
    stop: [...host.control.commands.stop],
    start: ['sh', '-c', 'echo no memory >&2; exit 3'],
  }
  const { alarm, fingerprint } = await capture({ change: { commands, startTimeout: '1s' }, sink: kept })
  expect(alarm).toMatchObject({ code: 'source-not-restarted', why: expect.stringContaining('no memory') })
  expect(kept.parts.get('data.dump')!.length).toBeGreaterThan(10_000)
  // Nothing was committed after it was taken, as the stopped store says.
  expect(fingerprint?.datasets).toContainEqual(expect.objectContaining({ name: '(:Person)', count: 20_000 }))
  expect(await host.isRunning()).toBe(false)

  const left = JSON.parse((await mark()) ?? '') as { readonly owner: object }
  await writeFile(markFile(), JSON.stringify({ ...left, owner: { ...left.owner, processStart: 'earlier' } }))
  expect(await recover()).toMatch(/^started Neo4j again/)
  expect(await host.server.cypher('RETURN 1 AS one')).toEqual([{ one: 1n }])
  expect(await mark()).toBeUndefined()
})

test('kill -9 while the server is stopped: the next run starts it again', async () => {
  const child = startChild()
  await untilStopped(child)
  child.process.kill('SIGKILL')
  await child.outcome
  expect(await mark()).toBeDefined()
  await using context = await testContext()
  await engine.probe(connectionOf(host), engineContext(context))
  const started = { event: 'warning', message: expect.stringMatching(/^started Neo4j again/) }
  expect(context.events).toContainEqual(started)
  expect(await mark()).toBeUndefined()
  expect(await recover()).toBeUndefined()
})

test('Ctrl-C at the terminal while the server is stopped: it is started again before the run ends', async () => {
  const child = startChild()
  await untilStopped(child)
  process.kill(-child.process.pid!, 'SIGINT')
  expect(await child.outcome).toBe('cancelled\n')
  expect(await host.server.cypher('RETURN 1 AS one')).toEqual([{ one: 1n }])
  expect(await mark()).toBeUndefined()
})

interface Attempt {
  readonly change?: Control
  readonly sink?: CaptureSink
}

async function capture({ change, sink = keepParts() }: Attempt) {
  await using context = await testContext()
  const source = await sourceOf(connectionOf(host, change), engineContext(context))
  return await captureOffline(source, { sink, fingerprint: true }, engineContext(context))
}

async function recover(): Promise<string | undefined> {
  await using context = await testContext()
  return await recoverStopped(
    await sourceOf(connectionOf(host), engineContext(context)),
    engineContext(context),
  )
}

function markFile(): string {
  return join(host.control.home, 'lifeboat-stopped.json')
}

function mark(): Promise<string | undefined> {
  return readFile(markFile(), 'utf8').catch(() => undefined)
}

/** In a process group of its own, as a terminal gives one. */
function startChild(): { readonly process: ChildProcess; readonly outcome: Promise<string> } {
  const script = new URL('../../support/neo4j-offline-child.ts', import.meta.url).pathname
  const { uri, user, password, database } = host.server
  const told = JSON.stringify({ control: host.control, server: { uri, user, password, database } })
  const child = spawn(process.execPath, [script, told], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, TMPDIR: host.control.home },
  })
  return {
    process: child,
    outcome: Promise.all([text(child.stdout), once(child, 'exit')]).then(([out]) => out),
  }
}

async function untilStopped({ process: child }: { readonly process: ChildProcess }): Promise<void> {
  while (await host.isRunning()) {
    if (child.exitCode !== null) throw new Error('the run ended before it had stopped the server')
    await sleep(20)
  }
}
