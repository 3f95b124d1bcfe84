import { LifeboatError, type ErrorCode } from '../../core/errors.ts'
import { addressOf, type Peer } from './connection.ts'

/** An answer other than success, as the server gave it. */
class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The HTTP status of a refused request; undefined for any other error. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof LifeboatError ? error.cause : undefined
  return cause instanceof Refusal ? cause.status : undefined
}

const GRANT =
  'give the target the api_key of the server (not read_only_api_key), or a JWT with {"access": "m"}, or with access "rw" to every collection of the backup'

/** What a refused request means; `code` is that of anything the operation itself is to blame for. */
export function explainStatus(
  answer: { readonly status: number; readonly body: string },
  request: { readonly what: string; readonly code: ErrorCode; readonly peer: Peer },
): LifeboatError {
  const { status } = answer
  const why = messageOf(answer.body)
  const cause = new Refusal(status, why)
  const where = `qdrant at ${addressOf(request.peer)}`
  if (status === 401 || (status === 403 && /signature|expired|token/i.test(why))) {
    return new LifeboatError({
      code: 'server-refused-login',
      what: `${where} refused the API key`,
      why,
      fix: "check apiKey of the target; a JWT's exp may have passed",
      cause,
    })
  }
  if (status === 403) {
    return new LifeboatError({
      code: 'privilege-missing',
      what: `${where} does not let this API key ${request.what}`,
      why,
      fix: GRANT,
      cause,
    })
  }
  if (/no space left|disk is full|out of disk/i.test(why)) {
    return new LifeboatError({
      code: 'disk-full',
      what: `${where} has no disk space to ${request.what}`,
      why,
      fix: 'free disk space there: a snapshot needs as much as the collection itself',
      cause,
    })
  }
  return new LifeboatError({
    code: request.code,
    what: `${where} could not ${request.what}`,
    why: `HTTP ${status}: ${why}`,
    cause,
  })
}

/** Errors come as JSON or as plain text, depending on the route. */
function messageOf(body: string): string {
  try {
    const { status } = JSON.parse(body) as { readonly status?: { readonly error?: unknown } }
    if (typeof status?.error === 'string') return status.error
  } catch {
    // Plain text is told as it is.
  }
  return body.slice(0, 500)
}

const NEVER_THERE =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|CERT|certificate|SSL|TLS|EPROTO/i

/** What a failed connection means: never there, or lost half-way. */
export function explainConnection(error: unknown, peer: Peer): LifeboatError {
  if (error instanceof LifeboatError) return error
  const { code = '', message: why = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  const absent = NEVER_THERE.test(`${code} ${why}`)
  return new LifeboatError({
    code: absent ? 'server-unreachable' : 'connection-lost',
    what: absent
      ? `qdrant at ${addressOf(peer)} cannot be reached`
      : `the connection to qdrant at ${addressOf(peer)} was lost`,
    why: why === '' ? code : why,
    fix: absent
      ? 'check host, port and tls of the target, and that this computer may reach it'
      : "see the server's log, then run again",
    cause: error,
  })
}
