import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandHost } from '../../../../../src/engines/neo4j/offline/command-host.ts'
import type { ServerHost } from '../../../../../src/engines/neo4j/offline/server-host.ts'
import { newStopMark } from '../../../../../src/engines/neo4j/offline/stop-mark.ts'
import { testContext } from '../../../../support/context.ts'

let home: string
let place: string
let host: ServerHost

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lifeboat-mark-'))
  place = join(home, 'lifeboat-stopped.json')
  await using context = await testContext()
  const control = { stop: ['stop'], start: ['systemctl', 'start', 'neo4j'], home, conf: home }
  host = commandHost({ ...control, startTimeoutMs: 1 }, context)
})
afterEach(() => rm(home, { recursive: true, force: true }))

const markOf = (runId: string) => newStopMark(runId, new Date('2026-11-21T02:00:00Z'))

test('a mark is whole from the moment that it is there, and nothing else is left beside it', async () => {
  const seen = new Set<string>()
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const writing = host.mark(markOf('one')).then(() => 'written')
    do seen.add(contentOf(place))
    while ((await Promise.race([writing, turn('writing')])) === 'writing')
    expect(await readdir(home)).toEqual(['lifeboat-stopped.json'])
    await host.unmark()
  }
  const whole = `${JSON.stringify(markOf('one'))}\n`
  expect([...seen].filter((content) => content !== whole && content !== NONE)).toEqual([])
})

const NONE = 'no mark'

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return NONE
  }
}

test('of many runs at once one holds the mark, and the others are told whose it is', async () => {
  const runs = Array.from({ length: 16 }, (_, index) => `run-${index}`)
  const ends = await Promise.allSettled(runs.map((runId) => host.mark(markOf(runId))))
  const holders = runs.filter((_, index) => ends[index]?.status === 'fulfilled')
  expect(holders).toHaveLength(1)
  expect(await host.readMark()).toMatchObject({ runId: holders[0] })
  const refusals = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  const refusal = { code: 'busy', why: expect.stringContaining(`run ${holders[0]} `) }
  expect(refusals).toEqual(Array(15).fill(expect.objectContaining(refusal)))
})

describe('a mark that nobody can read', () => {
  test.each([
    ['empty', ''],
    ['half-written', JSON.stringify(markOf('one')).slice(0, 30)],
    ['of something else', '{}'],
  ])('%s: a run that wants to stop the server is told its place and what to do', async (_name, content) => {
    await writeFile(place, content)
    await expect(host.mark(markOf('two'))).rejects.toMatchObject({
      code: 'busy',
      what: expect.stringContaining('cannot be read'),
      fix: expect.stringMatching(`systemctl start neo4j.*remove the mark, ${place}`),
    })
    expect(await readFile(place, 'utf8')).toBe(content)
  })

  test('because it is no file: told as such', async () => {
    await mkdir(place)
    await expect(host.readMark()).rejects.toMatchObject({
      code: 'privilege-missing',
      what: expect.stringContaining(place),
    })
  })
})
