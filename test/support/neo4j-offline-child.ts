import { LifeboatError } from '../../src/core/errors.ts'
import { captureOffline } from '../../src/engines/neo4j/offline/capture.ts'
import { engineContext, testContext } from './context.ts'
import { keepParts } from './kept-parts.ts'
import { connectionOf, sourceOf } from './neo4j-offline.ts'
import type { Neo4jHost } from './servers/neo4j-host.ts'

/** Dumps the database of the host in its only argument, and prints how it ended; signals stop it as they stop the command line. */
const host = JSON.parse(process.argv[2] ?? '') as Pick<Neo4jHost, 'control'> & {
  readonly server: Neo4jHost['server']
}
const stop = new AbortController()
process.on('SIGINT', () => stop.abort(new LifeboatError({ code: 'cancelled', what: 'cancelled' })))
await using context = await testContext({ signal: stop.signal })
const source = await sourceOf(connectionOf(host), engineContext(context))
const outcome = await captureOffline(
  source,
  { sink: keepParts(), fingerprint: true },
  engineContext(context),
).then(
  () => 'captured',
  (error: unknown) => (error as LifeboatError).code,
)
console.log(outcome)
