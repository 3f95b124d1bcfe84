import type { ErrorParts } from '../core/errors.ts'
import { LifeboatError } from '../core/errors.ts'

/** `transient` may go away when the same request is made again; nothing else is worth a retry. */
export type FailureKind = 'absent' | 'permanent' | 'transient'

/** A failure of a store together with the adapter's own judgement of it, which the retry wrapper asks for. */
export class StoreError extends LifeboatError {
  readonly kind: FailureKind

  constructor(kind: FailureKind, parts: ErrorParts) {
    super(parts)
    this.kind = kind
  }
}

/** True when the adapter says that another try may help. */
export function isTransient(error: unknown): boolean {
  return error instanceof StoreError && error.kind === 'transient'
}

/** Every store's answer for a key that holds nothing. */
export function objectAbsent(key: string, location: string, cause?: unknown): StoreError {
  return new StoreError('absent', {
    code: 'object-absent',
    what: `${location} holds no object ${key}`,
    fix: 'Look at what is there with `lifeboat list`, or name another store.',
    cause,
  })
}

/** Every store's answer for a key that is taken. */
export function objectExists(key: string, location: string, cause?: unknown): StoreError {
  return new StoreError('permanent', {
    code: 'object-exists',
    what: `${location} already holds an object ${key}, and nothing there is ever replaced`,
    fix: 'Run the command again: a new run uses new names.',
    cause,
  })
}

/** What an upload throws when its signal was aborted: the abort's own reason where that says more. */
export function uploadCancelled(key: string, reason: unknown): LifeboatError {
  if (reason instanceof LifeboatError) return reason
  return new LifeboatError({
    code: 'cancelled',
    what: `The upload of ${key} was cancelled; nothing of it is visible`,
    cause: reason,
  })
}
