import type { Engine } from '../../core/engine.ts'
import { ask } from './ask.ts'
import { capture } from './capture.ts'
import { checks } from './checks.ts'
import { connect, type QdrantConnection } from './connection.ts'
import { destination } from './destination.ts'
import { atEndpoint, endpoint } from './endpoint.ts'
import { fingerprint } from './fingerprint.ts'
import { violations } from './integrity.ts'
import { keys } from './keys.ts'
import { keysSchema } from './question.ts'
import { load } from './load.ts'
import { parse } from './parse.ts'
import { inspect, probe } from './probe.ts'
import { server } from './server.ts'
import { sweep } from './sweep.ts'
import { tamper } from './tamper.ts'

/** Qdrant, standalone or cluster, by its own snapshots of collections and shards. */
export const engine: Engine<QdrantConnection> = {
  name: 'qdrant',
  capabilities: {
    loads: 'host',
    restoresIntoServer: true,
    loadsWithPrograms: false,
    highestGrade: {
      grade: 7,
      because:
        'every point is read before and after its snapshot, and what stood still in between is what the snapshot holds',
    },
    tampers: true,
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
  tamper,
  sweep,
  server,
}
