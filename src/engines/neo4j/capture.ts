import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import { captureOverBolt } from './capture-bolt.ts'
import type { Neo4jConnection } from './connection.ts'
import { fingerprint } from './fingerprint.ts'
import { captureOffline } from './offline/capture.ts'
import { openOfflineSource, type Looking } from './offline/source.ts'
import { captureOnline } from './online/capture.ts'
import { onlineSource } from './online/source.ts'
import { probe } from './probe.ts'

/** Backs up in the way that the connection's mode says. */
export async function capture(
  connection: Neo4jConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  if (connection.mode === 'bolt') return await captureOverBolt(connection, request, context)
  const seed = Buffer.from(context.random.bytes(8)).toString('hex')
  const looking: Looking = {
    probe: () => probe(connection, context),
    fingerprint: () => fingerprint(connection, { seed, methods: new Map(), leftOut: [] }, context),
  }
  return connection.mode === 'offline'
    ? await captureOffline(await openOfflineSource(connection, looking, context), request, context)
    : await captureOnline(onlineSource(connection, looking, context), request, context)
}
