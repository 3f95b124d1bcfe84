import { LifeboatError, type ErrorCode } from '../core/errors.ts'

/** What a server's or driver's error means for whoever runs a backup. */
export interface Meaning {
  readonly code: ErrorCode
  readonly what: string
  readonly fix?: string
}

export const UNTRUSTED: Meaning = {
  code: 'server-unreachable',
  what: 'the server could not prove who it is',
  fix: 'give the authority that signed its certificate as tls.caFile, and connect by the name in the certificate',
}
export const LOST: Meaning = {
  code: 'connection-lost',
  what: 'the connection to the server was lost',
  fix: 'look into the server log for the reason, then run again',
}
export const FORBIDDEN: Meaning = {
  code: 'privilege-missing',
  what: 'the login lacks a privilege',
  fix: 'grant what the message names; docs/engines.md lists what a backup needs',
}

/** What the operating system's error codes mean, where `unreachable` says what to check. */
export function bySystemCode(unreachable: Meaning): Readonly<Record<string, Meaning>> {
  return {
    ECONNREFUSED: unreachable,
    ENOTFOUND: unreachable,
    EAI_AGAIN: unreachable,
    EHOSTUNREACH: unreachable,
    ENETUNREACH: unreachable,
    ETIMEDOUT: unreachable,
    ECONNRESET: LOST,
    EPIPE: LOST,
    ERR_STREAM_DESTROYED: LOST,
  }
}

/** The error to tell; a code alone is of one whose meaning is not known. */
export function serverFailure(error: unknown, address: string, meaning: Meaning | ErrorCode): LifeboatError {
  const { what, ...known } = typeof meaning === 'string' ? { code: meaning, what: 'a query failed' } : meaning
  return new LifeboatError({ ...known, what: `${address}: ${what}`, why: wordsOf(error), cause: error })
}

/** The words of an error; an AggregateError of several addresses has an empty message of its own. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map((one) => wordsOf(one)).join('; ')
  }
  return error instanceof Error ? error.message : String(error)
}
