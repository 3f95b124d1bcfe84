import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import process from 'node:process'
import { startQdrant, type StartedQdrant } from '../../../test/support/servers/qdrant/start.ts'
import { inTurn, median, type Contender } from './measure.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'

const POINTS = 100_000
const DIMENSIONS = 128
const BATCH = 5000

const BARE_SCROLL = 'bare client, every page and nothing done with it'
const SCROLL = 'Lifeboat, every point digested'
const BARE_FETCH = '`curl -o` of a snapshot'
const FETCH = 'Lifeboat, a snapshot with its checksum verified'
const BACKUP = 'Lifeboat, whole backup: two readings, zstd and seal'

/** What Qdrant is measured with. */
export interface QdrantSubject {
  readonly folder: string
  readonly rounds: number
  /** Of 100,000 points with 128 dimensions. */
  readonly scale: number
  readonly key: { readonly identity: string; readonly recipient: string }
}

/** How fast points are read and digested, and a snapshot fetched. */
export async function benchQdrant(subject: QdrantSubject): Promise<string> {
  await using server = await startQdrant()
  const points = POINTS * subject.scale
  await fill(server, points)
  const samples = await inTurn(
    [
      bareScroll(server),
      piece(server, SCROLL, ['scroll']),
      await bareFetch(subject, server),
      piece(server, FETCH, ['fetch', join(subject.folder, 'fetched.snapshot')]),
      lifeboat(BACKUP, await project(subject, server), ['backup']),
    ],
    subject.rounds,
  )
  const table = ratioTable(samples, [
    { name: BARE_SCROLL },
    { name: SCROLL, against: BARE_SCROLL, bound: '≤ 200 MB' },
    { name: BARE_FETCH },
    { name: FETCH, against: BARE_FETCH, bound: 'the speed of the disk, ≤ 200 MB' },
    { name: BACKUP, bound: '≤ 200 MB' },
  ])
  const rate = Math.round(points / (median((samples.get(SCROLL) ?? []).map(({ ms }) => ms)) / 1000))
  const which = server.kind === 'program' ? 'the official server' : 'a stand-in of the server'
  return `## Qdrant: ${points} points of ${DIMENSIONS} dimensions, on ${which}\n\nFingerprint: ${rate} points/s (bound: ≥ 20,000).\n\n${table}`
}

async function fill({ port }: StartedQdrant, points: number): Promise<void> {
  const put = async (path: string, body: unknown): Promise<void> => {
    const headers = { 'content-type': 'application/json' }
    const url = `http://127.0.0.1:${port}/collections/bench${path}`
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(await answer.text())
  }
  await put('', { vectors: { size: DIMENSIONS, distance: 'Dot' } })
  for (let from = 0; from < points; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, points - from) }, (_, at) => pointOf(from + at))
    await put('/points?wait=true', { points: batch })
  }
}

function pointOf(id: number): unknown {
  const bits = randomBytes(DIMENSIONS * 4)
  const vector = Array.from({ length: DIMENSIONS }, (_, axis) =>
    Math.fround((bits.readInt32LE(axis * 4) / 2 ** 31) * 1.5),
  )
  return {
    id,
    vector,
    payload: { number: id, kind: `kind ${id % 50}`, price: id / 7, tags: ['a', `t${id % 9}`] },
  }
}

function piece({ port }: StartedQdrant, name: string, args: readonly string[]): Contender {
  return {
    name,
    program: process.execPath,
    args: [join(import.meta.dirname, 'qdrant-child.ts'), ...args],
    env: { BENCH_PORT: String(port) },
    timeOf: Number,
  }
}

/** The same requests, one after the other, in pages of 2,500 points. */
function bareScroll({ port }: StartedQdrant): Contender {
  const script = `
    const began = performance.now()
    for (let offset = null; offset !== undefined; ) {
      const body = JSON.stringify({ limit: 2500, offset, with_payload: true, with_vector: true })
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('http://127.0.0.1:${port}/collections/bench/points/scroll', { method: 'POST', headers, body })
      const text = Buffer.from(await answer.arrayBuffer()).subarray(-200).toString()
      offset = /"next_page_offset":(\\d+)/.exec(text)?.[1]
      if (offset !== undefined) offset = Number(offset)
    }
    console.log(performance.now() - began)`
  return {
    name: BARE_SCROLL,
    program: process.execPath,
    args: ['--input-type=module', '--eval', script],
    env: {},
    timeOf: Number,
  }
}

/** Of a snapshot that lies there already. */
async function bareFetch({ folder }: QdrantSubject, { port }: StartedQdrant): Promise<Contender> {
  const snapshots = `http://127.0.0.1:${port}/collections/bench/snapshots`
  const made = (await (await fetch(`${snapshots}?wait=true`, { method: 'POST' })).json()) as {
    readonly result: { readonly name: string }
  }
  const args = ['-sS', '--fail', '-o', join(folder, 'bare.snapshot'), `${snapshots}/${made.result.name}`]
  return { name: BARE_FETCH, program: 'curl', args, env: {} }
}

async function project({ folder, key }: QdrantSubject, { host, port }: StartedQdrant): Promise<Project> {
  const made: Project = {
    folder: join(folder, 'qdrant'),
    store: { type: 'filesystem', path: join(folder, 'qdrant', 'store') },
    recipients: [key.recipient],
    url: '',
    identity: key.identity,
    target: { engine: 'qdrant', connection: { host, port } },
  }
  await writeProject(made)
  return made
}
