import { chmod, mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeProject } from './demo-group/project.ts'
import { startServers, type Servers } from './demo-group/servers.ts'
import { fillShop, looseEnds } from './demo-group/shop.ts'
import { lifeboatIn } from './demo/lifeboat.ts'
import { runDemo } from './demo/run-demo.ts'
import { command, heading, remark } from './demo/terminal.ts'
import { setUp } from './setup.ts'

/** Five stores of one shop, protected together with one command; then two of them drift apart, and that is caught. */
async function main(signal: AbortSignal): Promise<void> {
  await setUp()
  await using cleanup = new AsyncDisposableStack()
  heading('0', 'A shop in five stores', 'Throw-away servers, filled so that they fit together.')
  const servers = await startServers(cleanup)
  await fillShop(servers)
  const folder = await mkdtemp(join(tmpdir(), 'lifeboat-demo-group-'))
  await chmod(folder, 0o755)
  await writeProject(folder, servers)
  const { folders } = servers
  const lifeboat = lifeboatIn({ folder, folders, variables: variablesOf(servers), signal })
  signal.throwIfAborted()

  heading('1', 'A group as code', 'Its members in their order, and what must hold between them.')
  command("sed -n '/^groups/,/^evidence/p' lifeboat.yaml")
  const written = await readFile(join(folder, 'lifeboat.yaml'), 'utf8')
  console.log(written.slice(written.indexOf('groups:'), written.indexOf('evidence:')).trimEnd())

  heading('2', 'One command', 'Backed up one after the other, restored side by side, compared, reconciled.')
  await lifeboat.run(['drill', 'platform', '--fresh', '--plan', 'monthly'])

  heading('3', 'Loose ends', 'One product leaves the search, one session is of nobody. No store is broken.')
  await looseEnds(servers)
  remark('product 17 was deleted in Qdrant, session:99999 was made in Redis')
  await lifeboat.run(['drill', 'platform', '--fresh'], { exitCode: 4 })
  remark('exit code 4: every copy equals its source, and the stores do not fit together')
  console.log(`\n  project    ${folder}\n  remove     rm -rf ${folder}`)
}

function variablesOf({ postgres, clickhouse, neo4j }: Servers): Readonly<Record<string, string>> {
  return {
    ORDERS_URL: postgres.urlOf('shop'),
    EVENTS_PASSWORD: clickhouse.password,
    GRAPH_PASSWORD: neo4j.password,
    LIFEBOAT_EVIDENCE_KEY: 'a key of the demo, not a secret',
  }
}

await runDemo(main)
