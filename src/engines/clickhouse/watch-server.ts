import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { lookBeside } from '../../runtime/look-beside.ts'
import { openClient } from './client.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { SILENCE_MS } from './silence.ts'

/** Aborts with `connection-lost` when the server is frozen, and with the run. */
export interface ServerWatch extends AsyncDisposable {
  readonly signal: AbortSignal
}

/** Pings it by connections of their own, since a digest of a large table sends nothing for an hour. */
export async function watchServer(
  connection: ClickHouseConnection,
  { signal }: Pick<Context, 'signal'>,
): Promise<ServerWatch> {
  const client = await openClient(connection, { settings: false })
  const frozen = new AbortController()
  const stopLooking = lookBeside((ended) => client.ping({ select: false, abort_signal: ended }), {
    everyMs: SILENCE_MS,
    frozen: () => frozen.abort(fellSilent(connection)),
  })
  return {
    signal: AbortSignal.any([signal, frozen.signal]),
    [Symbol.asyncDispose]: async () => {
      stopLooking()
      await client.close()
    },
  }
}

function fellSilent(connection: ClickHouseConnection): LifeboatError {
  return new LifeboatError({
    code: 'connection-lost',
    what: `the connection to clickhouse at ${addressOf(connection)} was lost`,
    why: `the server did not answer a ping for ${SILENCE_MS / 1000} s`,
    fix: "see the server's log, then run again",
  })
}
