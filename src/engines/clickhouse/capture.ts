import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'
import { capturePortable } from './portable-capture.ts'

/** Backs up one database in the mode that its connection says. Throws `capture-failed` for what the server cannot read itself. */
export async function capture(
  connection: ClickHouseConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  try {
    return await capturePortable(connection, request, context)
  } catch (error) {
    if (!isLifeboatError(error, 'unexpected')) throw error
    throw new LifeboatError({
      code: 'capture-failed',
      what: error.what,
      ...(error.why === undefined ? {} : { why: error.why }),
      fix: 'look into the server log; CHECK TABLE finds parts that are damaged',
      cause: error,
    })
  }
}
