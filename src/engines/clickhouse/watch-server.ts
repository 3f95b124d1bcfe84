import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient } from './client.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { SILENCE_MS } from './silence.ts'

/** Aborts with `connection-lost` when the server is frozen, and with the run. */
export interface ServerWatch extends AsyncDisposable {
  readonly signal: AbortSignal
}

/**
 * Tells a server that is frozen from one that is busy: a digest of a large table sends nothing for an hour. Beside what it works on
 * it is pinged over and over, by connections of their own; any answer, and any failure, is a sign of life.
 */
export async function watchServer(
  connection: ClickHouseConnection,
  { signal }: Pick<Context, 'signal'>,
): Promise<ServerWatch> {
  const client = await openClient(connection, { settings: false })
  const [ended, frozen] = [new AbortController(), new AbortController()]
  let isAsked = false
  const answered = (): void => {
    isAsked = false
  }
  const timer = setInterval(() => {
    if (isAsked) {
      frozen.abort(fellSilent(connection))
      return
    }
    isAsked = true
    client.ping({ select: false, abort_signal: ended.signal }).then(answered, answered)
  }, SILENCE_MS).unref()
  return {
    signal: AbortSignal.any([signal, frozen.signal]),
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      ended.abort()
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
