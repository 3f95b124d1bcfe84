import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionSchema } from '../../../src/engines/neo4j/config.ts'
import type { Neo4jConnection } from '../../../src/engines/neo4j/connection.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { dockerHost } from '../../../src/engines/neo4j/offline/docker-host.ts'
import { newStopMark } from '../../../src/engines/neo4j/offline/stop-mark.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { layOutNeo4jContainer, type Neo4jContainer } from '../../support/servers/neo4j-container.ts'
import { openWindow } from '../../support/servers/neo4j-host.ts'

let container: Neo4jContainer

beforeAll(async () => {
  container = await layOutNeo4jContainer()
})
afterAll(() => container[Symbol.asyncDispose]())

test('a container that stopping would remove, or whose data lies on no volume, is refused and left running', async () => {
  await using context = await testContext()
  await expect(dockerHost(container.name, context)).rejects.toMatchObject({ code: 'server-unreachable' })
  await using other = await layOutNeo4jContainer()
  await other.create('--rm')
  await other.start()
  await expect(dockerHost(other.name, context)).rejects.toMatchObject({ code: 'not-supported' })
  expect(await other.state()).toBe('running')
})

test('the mark of a killed run is a container; sweep starts the server and removes it', async () => {
  await using context = await testContext()
  await container.create()
  const host = await dockerHost(container.name, context)
  const dead = newStopMark('20261121T020000Z-dead', new Date(0))
  await host.mark({ ...dead, owner: { ...dead.owner, processStart: 'earlier' } })
  expect(await container.helpers()).toHaveLength(1)
  await expect(host.mark(newStopMark('20261121T020100Z-next', new Date()))).rejects.toMatchObject({
    code: 'busy',
  })
  const swept = await engine.sweep(connection(), () => true, engineContext(context))
  expect(swept).toEqual([expect.stringMatching(/^started Neo4j again.*20261121T020000Z-dead/)])
  expect(await container.state()).toBe('running')
  expect(await container.helpers()).toEqual([])
})

test('stopped, dumped by a container of its own image and volumes, and started again', async () => {
  await using context = await testContext()
  const kept = keepParts()
  const request = { sink: kept, fingerprint: true }
  const capture = await engine.capture(connection(), request, engineContext(context))
  expect(capture.fingerprint).toMatchObject({ coverage: { kind: 'exact' } })
  expect(kept.parts.get('data.dump')?.subarray(0, 4).toString()).toBe('DZV1')
  expect(await container.state()).toBe('running')
  expect(await container.helpers()).toEqual([])
})

function connection(): Neo4jConnection {
  const control = { docker: container.name, window: openWindow(new Date()) }
  const { password: _none, ...written } = connectionSchema.parse({
    uri: container.uri,
    mode: 'offline',
    control,
  })
  return { ...written, control } as Neo4jConnection
}
