import { expect, test } from 'vitest'
import { specOf } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { putQdrantOnPath } from '../../support/engines/qdrant/program-on-path.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { openScene, snapshotsOn } from '../../support/engines/qdrant/scene.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { findFreePort } from '../../support/servers/free-port.ts'

await putQdrantOnPath()

test('a cluster is captured shard by shard from the peers that hold them, and restored on one server', async () => {
  const second = await findFreePort()
  await using scene = await openScene({
    only: 'stand-in',
    standIn: { QDRANT_STAND_IN_PEERS: String(second) },
  })
  const { host, port } = scene.server
  const definition = { vectors: { size: 2, distance: 'Dot' }, shard_number: 3, metadata: { kept: true } }
  await rest(scene.connection, ['PUT', '/collections/spread'], definition)
  const points = Array.from({ length: 500 }, (_, id) => ({ id, vector: [id, 1], payload: { number: id } }))
  await rest(scene.connection, ['PUT', '/collections/spread/points?wait=true'], { points })
  const index = { field_name: 'number', field_schema: 'integer' }
  await rest(scene.connection, ['PUT', '/collections/spread/index?wait=true'], index)

  // Every peer of this cluster is at the same address, so the ports that follow from its own word are wrong.
  await expect(scene.capture()).rejects.toMatchObject({
    code: 'server-unreachable',
    fix: expect.stringContaining('connection.peers') as string,
  })
  const connection = {
    ...scene.connection,
    peers: [
      { host, port },
      { host, port: second },
    ],
  }
  const kept = keepParts()
  const capture = await scene.capture(connection, kept)
  expect([...kept.parts.keys()].sort()).toEqual([
    '0001.0.snapshot',
    '0001.1.snapshot',
    '0001.2.snapshot',
    'collections.json',
  ])
  expect(capture.consistency.kind).toBe('fuzzy')
  expect(capture.fingerprint?.coverage).toEqual({ kind: 'exact' })
  for (const at of [port, second]) expect(await snapshotsOn({ ...connection, port: at })).toEqual([])

  const parts = kept.source(capture.requirements)
  const checks = await engine.parse(parts, capture.identity.version, scene.context)
  expect(checks.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed', 'passed'])
  await using copy = await restoreCopy(engine, { capture, parts }, scene.context)
  if (capture.fingerprint === undefined) throw new Error('no fingerprint')
  const found = await engine.fingerprint(copy.connection, specOf(capture.fingerprint), scene.context)
  expect(compare(capture.fingerprint, found)).toMatchObject({ differences: [], equal: true })

  const custom = { vectors: { size: 1, distance: 'Dot' }, shard_number: 2, sharding_method: 'custom' }
  await rest(scene.connection, ['PUT', '/collections/by keys'], custom)
  await expect(scene.capture(connection)).rejects.toMatchObject({ code: 'server-unsupported' })

  // Whichever peer is asked, it is the same cluster.
  const other = await engine.probe({ ...connection, port: second }, scene.context)
  expect(other.identity.id).toBe(capture.identity.id)
})
