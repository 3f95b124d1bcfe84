import { LifeboatError } from '../../../core/errors.ts'
import { isWithin, type Window } from './window.ts'

/** When the owner of a server allows that it is stopped. */
export interface DowntimeWindow extends Window {
  /** As written: `02:00-04:00`. */
  readonly written: string
  readonly timeZone: string
}

/** Throws `outside-window`. */
export function requireWindow(window: DowntimeWindow, now: Date): void {
  if (isWithin(window, now, window.timeZone)) return
  throw new LifeboatError({
    code: 'outside-window',
    what: `Neo4j may be stopped for a dump at ${window.written} (${window.timeZone}) only`,
    fix: 'schedule the backup within control.window; nothing was stopped',
  })
}
