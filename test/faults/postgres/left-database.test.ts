import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../src/core/identifiers.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { systemClock, systemRandom } from '../../../src/runtime/clock.ts'
import { noTools } from '../../../src/runtime/no-tools.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { partsOf } from '../../support/kept-parts.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'

const RUN = newId(systemClock, systemRandom)

let cleanup: AsyncDisposableStack
let target: PostgresSource
let elsewhere: PostgresSource
let project: PlainProject
let trace: string

beforeAll(async () => {
  cleanup = new AsyncDisposableStack()
  target = cleanup.use(await startSource({ major: 16 }))
  elsewhere = cleanup.use(await startSource({ major: 16 }))
})
afterAll(() => cleanup.disposeAsync())

/** The trace of a run that has ended and left something, as the run itself leaves it. */
beforeEach(async () => {
  project = await openPlainProject()
  trace = join(project.directory, 'tmp', `lifeboat-${userInfo().username}`, RUN)
  await mkdir(trace, { recursive: true, mode: 0o700 })
  await writeFile(join(trace, 'left'), '')
  return async () => {
    await project[Symbol.asyncDispose]()
    await elsewhere.sql('postgres', 'drop database if exists half')
  }
})

const sweep = (asked: PostgresSource) => project.run(['sweep'], { BOOKS_URL: asked.server.url })
const halves = () => elsewhere.sql('postgres', "select datname from pg_database where datname = 'half'")

async function leaveHalf(comment: string): Promise<void> {
  await elsewhere.sql('postgres', 'create database half')
  await elsewhere.sql('postgres', `comment on database half is ${comment}`)
}

test("what a restore left at a server that is no target's is not forgotten by a sweep that does not ask there", async () => {
  await leaveHalf(`'lifeboat restore ${RUN} in progress'`)
  expect((await sweep(target)).exitCode).toBe(0)
  expect(await halves()).toBe('half')
  expect(existsSync(trace)).toBe(true)
  const end = await sweep(elsewhere)
  expect(end.exitCode).toBe(0)
  expect(end.stdout).toContain(`dropped the database half that run ${RUN} left half restored`)
  expect(await halves()).toBe('')
  expect(existsSync(trace)).toBe(false)
})

test('a mark with what is no id of a run is not taken for a mark, and nothing of it is told', async () => {
  await leaveHalf(String.raw`E'lifeboat restore x\x1b[2J\x1b[31mOK in progress'`)
  const end = await sweep(elsewhere)
  expect(end.exitCode).toBe(0)
  expect(end.result).toMatchObject({ targets: [{ removed: [], left: [] }] })
  expect(end.stdout).not.toContain('left no trace')
  expect(await halves()).toBe('half')
})

test('a restore whose server is gone says which statement removes what it left, and where sweep does', async () => {
  await using context = await testContext()
  await using server = await startSource({ major: 16 })
  const tools = {
    ...noTools(),
    writeFile: async () => {
      await server.server.stop('SIGKILL')
      throw new Error('gone')
    },
  }
  const place = { kind: 'server', connection: server.connection('a "copy"'), tools } as const
  const request = { parts: partsOf(new Map()), purpose: 'destination', parallel: 1 } as const
  await expect(engine.load(place, request, engineContext(context))).rejects.toThrow('gone')
  const warnings = context.events.flatMap((event) => (event.event === 'warning' ? [event.message] : []))
  expect(warnings.join('\n')).toContain('run DROP DATABASE "a ""copy""" at that server')
  expect(warnings.join('\n')).toContain("removes it only where that server is a target's")
})
