import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import type { ClickHouseConnection } from './connection.ts'
import { capturePortable } from './portable-capture.ts'

/** Backs up one database in the mode that its connection says. */
export async function capture(
  connection: ClickHouseConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  return await capturePortable(connection, request, context)
}
