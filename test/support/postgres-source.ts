import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Secret } from '../../src/core/secret.ts'
import type { PostgresConnection } from '../../src/engines/postgres/connection.ts'
import { startPostgres, type PostgresOptions, type StartedPostgres } from './servers/postgres.ts'

const run = promisify(execFile)

/** A started server and ways into its databases. */
export interface PostgresSource extends AsyncDisposable {
  readonly server: StartedPostgres
  /** As the superuser unless a user is given; the password is the same. */
  connection(database: string, user?: string): PostgresConnection
  /** Runs SQL with psql, one statement after the other; throws what psql says. Returns its plain output. */
  sql(database: string, script: string): Promise<string>
  /** Runs a file in one transaction. */
  file(database: string, path: string): Promise<void>
}

/** Starts a PostgreSQL server with an empty folder of its own. */
export async function startSource(options: PostgresOptions): Promise<PostgresSource> {
  const server = await startPostgres(options)
  const psql = async (database: string, args: readonly string[]): Promise<string> => {
    const { host, port, user, password } = server
    const env = {
      PATH: process.env['PATH'],
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    }
    const fixed = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1']
    const { stdout } = await run(join(server.bin, 'psql'), [...fixed, ...args], { env, maxBuffer: 2 ** 26 })
    return stdout.trim()
  }
  return {
    server,
    connection: (database, user) => connectionTo(server, database, user),
    sql: (database, script) => psql(database, ['-c', script]),
    file: async (database, path) => {
      await psql(database, ['-1', '-o', '/dev/null', '-f', path])
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function connectionTo(server: StartedPostgres, database: string, user = server.user): PostgresConnection {
  return {
    host: server.host,
    port: server.port,
    database,
    user,
    password: new Secret(server.password),
    tls: { mode: 'disable' },
    lockTimeoutMs: 20_000,
    fingerprintSessions: 1,
  }
}
