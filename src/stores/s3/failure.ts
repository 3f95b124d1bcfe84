import type { ErrorParts } from '../../core/errors.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { FailureKind } from '../store-error.ts'
import { objectAbsent, objectExists, StoreError } from '../store-error.ts'
import { ANSWERS_BY_NAME, ANSWERS_BY_STATUS, UNKNOWN, UNREACHABLE } from './answers.ts'

/** What was being done to which object. */
export interface Attempt {
  readonly doing: string
  readonly location: string
  readonly key?: string
}

/** A remedy for one kind of failure. */
export interface Answer {
  readonly kind: FailureKind
  readonly code: ErrorParts['code']
  readonly fix: string
}

/** Turns what the SDK threw into an error that says what to do; our own errors pass as they are. */
export function s3Failure(attempt: Attempt, error: unknown): Error {
  if (error instanceof LifeboatError) return error
  const { key = '', location, doing } = attempt
  if (isAbsent(error)) return objectAbsent(key, location, error)
  if (isTaken(error)) return objectExists(key, location, error)
  const answer = answerTo(error)
  return new StoreError(answer.kind, {
    ...answer,
    what: `${doing} ${location} failed`,
    why: wordsOf(error),
    cause: error,
  })
}

/** True when the object, not the bucket, is what is missing. */
export function isAbsent(error: unknown): boolean {
  return nameOf(error) === 'NoSuchKey' || nameOf(error) === 'NotFound'
}

/** True when a create-only write was refused because the key is taken. */
export function isTaken(error: unknown): boolean {
  return statusOf(error) === 412
}

/** True when two writes to one key met and the service asks to try again. */
export function isConflict(error: unknown): boolean {
  return statusOf(error) === 409
}

/** How often the SDK had sent the request that failed. */
export function attemptsOf(error: unknown): number {
  return metadataOf(error).attempts ?? 1
}

/** The service's or the network's name for a failure: `AccessDenied`, `ECONNREFUSED`. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const isGeneric = error.name === 'Error' || error.name === 'AggregateError'
  return isGeneric && 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function answerTo(error: unknown): Answer {
  const name = nameOf(error)
  const named = ANSWERS_BY_NAME[name]
  if (named !== undefined) return named
  const status = statusOf(error)
  if (status === undefined) return /^E[A-Z]+/.test(name) ? UNREACHABLE : UNKNOWN
  return ANSWERS_BY_STATUS[status] ?? (status >= 500 ? UNREACHABLE : UNKNOWN)
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const name = nameOf(error)
  // Some failures of the network come without words, and HEAD answers have no body to say why.
  const words = error.message === '' || error.message === 'UnknownError' ? '' : error.message
  const status = statusOf(error)
  const said = words.includes(name) || words === '' ? words || name : `${name}: ${words}`
  return status === undefined ? said : `${said} (HTTP ${status})`
}

function statusOf(error: unknown): number | undefined {
  return metadataOf(error).httpStatusCode
}

function metadataOf(error: unknown): { readonly httpStatusCode?: number; readonly attempts?: number } {
  return error instanceof Error && '$metadata' in error && typeof error.$metadata === 'object'
    ? (error.$metadata ?? {})
    : {}
}
