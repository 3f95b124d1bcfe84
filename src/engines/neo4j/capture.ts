import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import { captureOverBolt } from './capture-bolt.ts'
import type { Neo4jConnection } from './connection.ts'

/** Backs up in the way that the connection's mode says. */
export async function capture(
  connection: Neo4jConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  return await captureOverBolt(connection, request, context)
}
