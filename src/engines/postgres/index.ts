import type { Engine } from '../../core/engine.ts'
import { ask } from './ask.ts'
import { capture } from './capture.ts'
import { checks } from './checks.ts'
import { connect, type PostgresConnection } from './connection.ts'
import { destination } from './destination.ts'
import { atEndpoint, endpoint } from './endpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { mayBeSame } from './identity.ts'
import { inspect } from './inspect.ts'
import { violations } from './integrity.ts'
import { keys } from './keys.ts'
import { load } from './load.ts'
import { parse } from './parse.ts'
import { probe } from './probe.ts'
import { server } from './server.ts'
import { sweep } from './sweep.ts'
import { tamper } from './tamper.ts'

/** PostgreSQL 13 to 18, by logical dumps. */
export const engine: Engine<PostgresConnection> = {
  name: 'postgres',
  capabilities: {
    loads: 'server',
    restoresIntoServer: true,
    highestGrade: {
      grade: 7,
      because:
        'the dump and the digest of every table share one snapshot, and nothing else is needed to compare them',
    },
    tampers: true,
    verifiedOn: 'PostgreSQL 15 to 18',
  },
  connect,
  destination,
  endpoint,
  atEndpoint,
  probe,
  inspect,
  mayBeSame,
  capture,
  parse,
  load,
  fingerprint,
  checks,
  ask,
  keys,
  violations,
  tamper,
  sweep,
  server,
}
