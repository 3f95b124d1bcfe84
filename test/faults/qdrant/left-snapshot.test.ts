import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isId } from '../../../src/core/identifiers.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { openScene, snapshotsOn, type QdrantScene } from '../../support/engines/qdrant/scene.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { startProxy } from '../../support/servers/faulty-proxy.ts'

let cleanup: AsyncDisposableStack
let scene: QdrantScene
let project: PlainProject
/** Of which collections the server removes no snapshots now. */
let refused: readonly string[]

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  scene = cleanup.use(await openScene())
  await fillMany(scene.connection, 100, 'alpha')
  await fillMany(scene.connection, 100, 'beta')
  const proxy = cleanup.use(
    await startProxy(scene.server.port, async ({ method, path }) =>
      method === 'DELETE' && refused.some((name) => path.includes(`/${name}-`))
        ? { status: 500, text: 'not now' }
        : undefined,
    ),
  )
  const connection = { host: '127.0.0.1', port: proxy.port, apiKey: { env: 'KEY' } }
  project = cleanup.use(await openPlainProject({ targets: { vectors: { engine: 'qdrant', connection } } }))
  refused = ['alpha', 'beta']
  const backup = await lifeboat('backup', 'vectors')
  expect(backup.exitCode).toBe(0)
  expect(await snapshotsOn(scene.connection)).toHaveLength(2)
})
afterEach(() => cleanup.disposeAsync())

const lifeboat = (...args: readonly string[]) =>
  project.run(args, { KEY: scene.connection.apiKey?.reveal() ?? '' })

/** Runs, and what runs have noted, of which something is known on this computer. */
async function traces(): Promise<number> {
  const names = await readdir(join(project.directory, 'tmp'), { recursive: true })
  return names.filter((name) => isId(name.split('/').at(-1)?.split('.')[0] ?? '')).length
}

test('a snapshot that sweep cannot remove is an error; the others go, and it goes with a later sweep', async () => {
  refused = ['alpha']
  const first = await lifeboat('sweep')
  expect(first.exitCode).toBe(7)
  expect(first.result).toMatchObject({ targets: [{ error: { code: 'capture-failed' } }] })
  expect(first.stdout).toContain('removed a snapshot of \\"beta\\"')
  expect(await snapshotsOn(scene.connection)).toEqual([expect.stringMatching(/^alpha-/)])
  refused = []
  const second = await lifeboat('sweep')
  expect(second.exitCode).toBe(0)
  expect(second.stdout).toContain('removed a snapshot of \\"alpha\\"')
  expect(await snapshotsOn(scene.connection)).toEqual([])
  expect(await traces()).toBe(0)
})

test('a snapshot that a run left is not forgotten by a sweep that asks only another server', async () => {
  refused = []
  const before = await traces()
  expect(before).toBeGreaterThan(0)
  await using elsewhere = await openScene()
  const { host, port } = elsewhere.connection
  const connection = { host, port, apiKey: { env: 'KEY' } }
  await using other = await openPlainProject({ targets: { other: { engine: 'qdrant', connection } } })
  const environment = { KEY: elsewhere.connection.apiKey?.reveal() ?? '' }
  const swept = await other.run(['sweep'], { ...environment, TMPDIR: join(project.directory, 'tmp') })
  expect(swept.exitCode).toBe(0)
  expect(await traces()).toBe(before)
  expect((await lifeboat('sweep')).exitCode).toBe(0)
  expect(await snapshotsOn(scene.connection)).toEqual([])
  expect(await traces()).toBe(0)
})

test('a snapshot whose collection is gone is told by each sweep, and fails none', async () => {
  refused = []
  await rest(scene.connection, ['DELETE', '/collections/alpha'])
  for (let time = 0; time < 2; time += 1) {
    const swept = await lifeboat('sweep')
    expect(swept.exitCode).toBe(0)
    expect(swept.stdout).toContain('a snapshot of \\"alpha\\" that run')
  }
})
