import neo4j, { type Session, type SessionConfig } from 'neo4j-driver'
import type { Neo4jConnection } from './connection.ts'
import { holdDriverSockets } from './driver-sockets.ts'

const CONNECT_TIMEOUT_MS = 10_000
/** Rows that the server sends before it waits for more to be asked for. */
const FETCH_SIZE = 500

export type DriverSession = Pick<Session, 'run' | 'beginTransaction' | 'lastBookmarks' | 'close'>

/** Neo4j's driver, of which no socket is left once it is closed. */
export interface Driver {
  /** Rejects when no server answers or takes the login. */
  reach(database: string): Promise<void>
  session(config: SessionConfig): DriverSession
  close(): Promise<void>
}

export function openDriver({ uri, user, password }: Neo4jConnection): Driver {
  const driver = neo4j.driver(uri, neo4j.auth.basic(user, password?.reveal() ?? ''), {
    useBigInt: true,
    telemetryDisabled: true,
    userAgent: 'lifeboat',
    fetchSize: FETCH_SIZE,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    connectionAcquisitionTimeout: 2 * CONNECT_TIMEOUT_MS,
    notificationFilter: { minimumSeverityLevel: 'OFF' },
  })
  const sockets = holdDriverSockets()
  return {
    reach: async (database) => void (await sockets.connecting(() => driver.getServerInfo({ database }))),
    session: (config) => {
      const session = driver.session(config)
      return {
        run: (query, parameters, options) =>
          sockets.connecting(() => session.run(query, parameters, options)),
        beginTransaction: (options) => sockets.connecting(() => session.beginTransaction(options)),
        lastBookmarks: () => session.lastBookmarks(),
        close: () => session.close(),
      }
    },
    close: async () => {
      try {
        await driver.close()
      } finally {
        sockets.destroy()
      }
    },
  }
}
