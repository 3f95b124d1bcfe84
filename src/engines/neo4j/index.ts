import type { Engine } from '../../core/engine.ts'
import { ask } from './ask.ts'
import { capture } from './capture.ts'
import { checks } from './checks.ts'
import { connect, type Neo4jConnection } from './connection.ts'
import { destination } from './destination.ts'
import { atEndpoint, endpoint } from './endpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { inspect } from './inspect.ts'
import { violations } from './integrity.ts'
import { keys } from './keys.ts'
import { load } from './load.ts'
import { requireRestorable } from './offline/load.ts'
import { parse } from './parse.ts'
import { probe } from './probe.ts'
import { server } from './server.ts'
import { sweep } from './sweep.ts'
import { tamper } from './tamper.ts'

/** Neo4j 5.26 and later: a typed export over Bolt, a dump of the stopped server, or the backup of the Enterprise edition. */
export const engine: Engine<Neo4jConnection> = {
  name: 'neo4j',
  capabilities: {
    loads: 'host',
    restoresIntoServer: true,
    highestGrade: {
      grade: 7,
      because:
        'the digest is of the rows that were exported or of the store that was dumped, as bookmarks show; the online backup of the Enterprise edition is not proven here',
    },
    tampers: true,
    verifiedOn: 'Neo4j 5.26 Community',
  },
  connect,
  destination,
  endpoint,
  atEndpoint,
  probe,
  inspect,
  capture,
  parse,
  requireRestorable,
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
