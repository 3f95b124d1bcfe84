import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { startNeo4jHost, type Neo4jHost } from '../../../test/support/servers/neo4j-host.ts'
import { inTurn, median, type Contender, type Sample } from './measure.ts'
import { lifeboat, writeProject, type Project } from './project.ts'
import { ratioTable } from './report.ts'

const NODES = 400_000
const BATCH = 20_000

const OUTAGE = 'stop, `neo4j-admin database dump \\| zstd`, start, first answer'
const DUMP = 'Lifeboat, offline dump, no fingerprint: its downtime'
const WHOLE_DUMP = 'Lifeboat, offline dump, fingerprint: all of it'
const STREAM = 'bare driver, every node and relationship'
const EXPORT = 'Lifeboat, export over Bolt, no fingerprint, not sealed'
const WHOLE_EXPORT = 'Lifeboat, export over Bolt, everything on'
const DRILL_OF_NODES = 'Lifeboat, import of a drill, nodes alone'
const DRILL = 'Lifeboat, import of a drill'

/** What the modes of Neo4j are measured with. */
export interface Neo4jSubject {
  readonly folder: string
  readonly rounds: number
  /** Of 400,000 nodes and as many relationships. */
  readonly scale: number
  readonly key: { readonly identity: string; readonly recipient: string }
}

/** Dump against the bare program, export against a bare stream, and how fast a graph is imported. */
export async function benchNeo4j(subject: Neo4jSubject): Promise<string> {
  await using host = await startNeo4jHost({ settings: { 'server.memory.heap.max_size': '1g' } })
  const nodes = NODES * subject.scale
  const plain = await project(subject, host, { mode: 'bolt', recipients: [] })
  const bolt = await project(subject, host, { mode: 'bolt', recipients: [subject.key.recipient] })
  await makeNodes(host, nodes)
  const importsOfNodes = await inTurn([await drill(bolt, DRILL_OF_NODES)], subject.rounds)
  await makeRelationships(host, nodes)
  const offline = await project(subject, host, { mode: 'offline', recipients: [subject.key.recipient] })
  const outages = await inTurn(
    [
      bareOutage(subject, host),
      { ...lifeboat(DUMP, offline, ['backup', '--no-fingerprint', '--json']), timeOf: downtime },
      lifeboat(WHOLE_DUMP, offline, ['backup', '--json']),
    ],
    subject.rounds,
  )
  const exports = await inTurn(
    [
      bareStream(host),
      lifeboat(EXPORT, plain, ['backup', '--no-fingerprint']),
      lifeboat(WHOLE_EXPORT, bolt, ['backup']),
    ],
    subject.rounds,
  )
  const imports = await inTurn([await drill(bolt, DRILL)], subject.rounds)
  const table = ratioTable(new Map([...outages, ...exports, ...importsOfNodes, ...imports]), [
    { name: OUTAGE },
    { name: DUMP, against: OUTAGE, bound: '≤ 1.1, ≤ 200 MB' },
    { name: WHOLE_DUMP, bound: '≤ 200 MB' },
    { name: STREAM },
    { name: EXPORT, against: STREAM, bound: '≤ 1.67 (60 % of its speed), ≤ 200 MB' },
    { name: WHOLE_EXPORT, against: STREAM, bound: '≤ 200 MB' },
    { name: DRILL_OF_NODES, bound: '≤ 200 MB' },
    { name: DRILL, bound: '≤ 200 MB' },
  ])
  const rateOf = (samples: ReadonlyMap<string, readonly Sample[]>, name: string): number =>
    Math.round(nodes / (median((samples.get(name) ?? []).map(({ ms }) => ms)) / 1000))
  const rates = `Import, its index included: ${rateOf(importsOfNodes, DRILL_OF_NODES)} nodes/s (bound: ≥ 15,000); ${rateOf(imports, DRILL)} nodes/s where each has a relationship too.`
  return `## Neo4j: ${nodes} nodes, ${nodes} relationships\n\n${rates}\n\n${table}`
}

/** Small nodes with an index. */
async function makeNodes({ server }: Neo4jHost, nodes: number): Promise<void> {
  await server.cypher('CREATE CONSTRAINT person_id FOR (p:Person) REQUIRE p.id IS UNIQUE')
  for (let from = 0; from < nodes; from += BATCH) {
    await server.cypher(
      'UNWIND range($from, $to) AS i CREATE (:Person {id: i, name: "person " + i, score: i / 7.0, at: datetime({epochSeconds: 1700000000 + i})})',
      { from: BigInt(from), to: BigInt(Math.min(from + BATCH, nodes) - 1) },
    )
  }
}

/** One from each node to another. */
async function makeRelationships({ server }: Neo4jHost, nodes: number): Promise<void> {
  for (let from = 0; from < nodes; from += BATCH) {
    await server.cypher(
      'UNWIND range($from, $to) AS i MATCH (a:Person {id: i}), (b:Person {id: (i * 7919) % $nodes}) CREATE (a)-[:KNOWS {since: i}]->(b)',
      { from: BigInt(from), to: BigInt(Math.min(from + BATCH, nodes) - 1), nodes: BigInt(nodes) },
    )
  }
}

async function project(
  { folder, key }: Neo4jSubject,
  { server, control }: Neo4jHost,
  { mode, recipients }: { readonly mode: 'bolt' | 'offline'; readonly recipients: readonly string[] },
): Promise<Project> {
  const own = join(folder, `neo4j-${mode}-${recipients.length}`)
  const made: Project = {
    folder: own,
    store: { type: 'filesystem', path: join(own, 'store') },
    recipients,
    url: server.uri,
    identity: key.identity,
    env: { BENCH_PASSWORD: server.password, PATH: `${server.bin}:${process.env['PATH']}` },
    target: {
      engine: 'neo4j',
      connection: {
        uri: server.uri,
        password: { env: 'BENCH_PASSWORD' },
        mode,
        ...(mode === 'offline' ? { control } : {}),
      },
    },
  }
  await writeProject(made)
  return made
}

/** Until the database answers a query: the port accepts long before. */
function bareOutage({ folder }: Neo4jSubject, { server, control }: Neo4jHost): Contender {
  const script = `"$STOP"
    neo4j-admin database dump neo4j --to-stdout 2>/dev/null | zstd -q -3 -f -o "$OUT/bare.zst"
    "$START"; "$NODE" --input-type=module --eval "$ANSWER"`
  return {
    name: OUTAGE,
    program: 'bash',
    args: ['-e', '-o', 'pipefail', '-c', script],
    env: {
      STOP: control.commands.stop[0] ?? '',
      START: control.commands.start[0] ?? '',
      NEO4J_HOME: control.home,
      NEO4J_CONF: control.conf,
      OUT: folder,
      NODE: process.execPath,
      ...driverEnvironment(server),
      ANSWER: `${DRIVER}
        for (;;) { try { await session.run('RETURN 1'); break } catch { await new Promise((r) => setTimeout(r, 100)) } }
        await driver.close()`,
      PATH: `${server.bin}:${process.env['PATH']}`,
    },
  }
}

const DRIVER = `import neo4j from 'neo4j-driver'
  const driver = neo4j.driver(process.env.URI, neo4j.auth.basic('neo4j', process.env.PASSWORD), { fetchSize: 2000, useBigInt: true })
  const session = driver.session({ database: 'neo4j', defaultAccessMode: 'READ' })`

/** What Lifeboat's export asks for, and nothing done with it. */
function bareStream({ server }: Neo4jHost): Contender {
  const script = `${DRIVER}
    for await (const _ of session.run('MATCH (n) RETURN elementId(n), labels(n), properties(n)'));
    for await (const _ of session.run('MATCH (a)-[r]->(b) RETURN elementId(r), type(r), elementId(a), elementId(b), properties(r)'));
    await driver.close()`
  return {
    name: STREAM,
    program: process.execPath,
    args: ['--input-type=module', '--eval', script],
    env: driverEnvironment(server),
  }
}

function driverEnvironment({ uri, password }: Neo4jHost['server']): Record<string, string> {
  return { URI: uri, PASSWORD: password }
}

/** One backup over Bolt, and drills of it, of which the phases `load` and `index` count. */
async function drill(bolt: Project, name: string): Promise<Contender> {
  const { before, program, args, env } = lifeboat('backup', bolt, ['backup'])
  await before?.()
  execFileSync(program, args, { env: { ...process.env, ...env } })
  const { before: _keepsTheBackup, ...made } = lifeboat(name, bolt, [
    'drill',
    '--sandbox',
    'process',
    '--json',
  ])
  return { ...made, timeOf: loading }
}

interface Result {
  readonly targets?: readonly {
    readonly record: {
      readonly phases: readonly { readonly name: string; readonly durationMs: number }[]
      readonly limitations: readonly string[]
    }
  }[]
}

function loading(stdout: string): number {
  const phases = resultOf(stdout)?.phases ?? []
  return phases
    .filter(({ name }) => name === 'load' || name === 'index')
    .reduce((sum, { durationMs }) => sum + durationMs, 0)
}

/** `was down for 12.3s`; a minute is more than the benchmark's database takes. */
function downtime(stdout: string): number {
  const sentences = resultOf(stdout)?.limitations ?? []
  const seconds = /was down for (?:(\d+)m )?([\d.]+)s/.exec(sentences.join('\n'))
  if (seconds === null) throw new Error('the backup does not say how long Neo4j was down')
  return (Number(seconds[1] ?? 0) * 60 + Number(seconds[2])) * 1000
}

function resultOf(stdout: string): NonNullable<Result['targets']>[number]['record'] | undefined {
  return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Result).targets?.[0]?.record
}
