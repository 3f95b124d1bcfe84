import { Secret } from '../../../../src/core/secret.ts'
import type { ClickHouseConnection } from '../../../../src/engines/clickhouse/connection.ts'
import type { StartedClickHouse } from '../../servers/clickhouse.ts'

/** The engine's connection to a test server, as the login that may do everything. */
export function connectionTo(server: StartedClickHouse, database = 'shop'): ClickHouseConnection {
  return {
    host: server.host,
    port: server.port,
    database,
    user: server.user,
    password: new Secret(server.password),
    tls: undefined,
    mode: 'portable',
    native: {},
    format: 'native',
    compress: true,
    mutationTimeoutMs: 10_000,
  }
}
