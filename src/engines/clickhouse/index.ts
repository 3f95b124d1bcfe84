import type { Engine } from '../../core/engine.ts'
import { ask } from './ask.ts'
import { capture } from './capture.ts'
import { checks } from './checks.ts'
import { connect, delegates, type ClickHouseConnection } from './connection.ts'
import { destination } from './destination.ts'
import { atEndpoint, endpoint } from './endpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { inspect } from './inspect.ts'
import { violations } from './integrity.ts'
import { keys } from './keys.ts'
import { load } from './load.ts'
import { parse } from './parse.ts'
import { probe } from './probe.ts'
import { server } from './server.ts'
import { sweep } from './sweep.ts'
import { tamper } from './tamper.ts'

/** ClickHouse 23 and later, over HTTP. */
export const engine: Engine<ClickHouseConnection> = {
  name: 'clickhouse',
  capabilities: {
    loads: 'server',
    restoresIntoServer: true,
    loadsWithPrograms: false,
    highestGrade: {
      grade: 7,
      because:
        'rows and digests are read from the same clones, which nobody writes to; a login that may make none is told what moved',
    },
    tampers: true,
  },
  connect,
  delegates,
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
  violations,
  tamper,
  sweep,
  server,
}
