import type { Engine } from '../../core/engine.ts'
import { ask } from './ask.ts'
import { capture } from './capture.ts'
import { checks } from './checks.ts'
import { connect, type RedisConnection } from './connection.ts'
import { destination } from './destination.ts'
import { atEndpoint, endpoint } from './endpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { violations } from './integrity.ts'
import { keys, keysSchema } from './keys.ts'
import { load } from './load.ts'
import { parse } from './parse.ts'
import { inspect, probe } from './probe.ts'
import { server } from './server.ts'
import { sweep } from './sweep.ts'
import { tamper } from './tamper.ts'

/** Redis 7 and later, and Valkey: RDB files, drilled as the replica of a dead port. */
export const engine: Engine<RedisConnection> = {
  name: 'redis',
  capabilities: {
    loads: 'host',
    restoresIntoServer: true,
    loadsWithPrograms: false,
    lastingIdentity: false,
    highestGrade: {
      grade: 7,
      because:
        'every key of the source is read and compared with its dump when nothing was written in between, which its replication offset tells',
    },
    tampers: true,
    verifiedOn: 'Redis 7.0 and 8.2, Valkey 9.1',
  },
  connect,
  destination,
  endpoint,
  atEndpoint,
  probe,
  inspect,
  capture,
  parse,
  load,
  fingerprint,
  checks,
  ask,
  keys,
  keysSchema,
  violations,
  tamper: (connection, { seed }, context) => tamper(connection, seed, context),
  sweep,
  server,
}
