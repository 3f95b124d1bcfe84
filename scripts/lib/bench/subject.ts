import type { StartedPostgres } from '../../../test/support/servers/postgres.ts'

/** What every section of the benchmark works on. */
export interface Subject {
  readonly server: StartedPostgres
  /** For everything that a section writes. */
  readonly folder: string
  readonly rounds: number
  readonly key: { readonly identity: string; readonly recipient: string }
}

/** The environment of stock PostgreSQL programs against the server. */
export function serverEnvironment({ server }: Subject): Record<string, string> {
  return {
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGUSER: server.user,
    PGPASSWORD: server.password,
    PGDATABASE: server.database,
    BIN: server.bin,
  }
}
