import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { phase } from '../../support/cli/interrupt.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'

const callers = new Set<Socket>()
/** Takes every connection and never says a word of Bolt, as Redis does. */
const silent = createServer((caller) => {
  callers.add(caller)
  caller.on('error', () => undefined)
  caller.resume()
})
let project: PlainProject

beforeAll(async () => {
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const target = (scheme: string) => ({
    engine: 'neo4j',
    connection: { uri: `${scheme}://127.0.0.1:${port}` },
  })
  project = await openPlainProject({ targets: { bolt: target('bolt'), tls: target('neo4j+ssc') } })
})
afterAll(async () => {
  for (const caller of callers) caller.destroy()
  silent.close()
  await project?.[Symbol.asyncDispose]()
})

test.each(['bolt', 'tls'])(
  'a server that never answers %s is unreachable, and the run ends',
  async (name) => {
    const cli = project.start(['backup', name])
    await using _ = killedAtLast(cli.process)
    await cli.seen(({ event, code }) => event === 'failure' && code === 'server-unreachable')
    expect(await endedIn(cli.ended, 15_000)).toMatchObject({ exitCode: 7 })
  },
)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while a server does not answer ends the run',
  async (signal) => {
    const cli = project.start(['backup', 'bolt'])
    await using _ = killedAtLast(cli.process)
    const called = once(silent, 'connection')
    await phase('probe')(cli)
    await called
    cli.process.kill(signal)
    expect(await endedIn(cli.ended, 15_000)).toMatchObject({ exitCode: 130 })
  },
)

/** What a process ended with, or undefined when it is still there after so long. */
async function endedIn<T>(ended: Promise<T>, limitMs: number): Promise<T | undefined> {
  const limit = Promise.withResolvers<undefined>()
  const timer = setTimeout(limit.resolve, limitMs, undefined)
  try {
    return await Promise.race([ended, limit.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** A process that does not end by itself is not to outlive its test. */
function killedAtLast(process: { kill(signal: NodeJS.Signals): boolean }): AsyncDisposable {
  return { [Symbol.asyncDispose]: async () => void process.kill('SIGKILL') }
}
