import type { Reporter } from '../../core/context.ts'
import { escapeControlCharacters } from '../../core/control-characters.ts'
import { describeFailure } from './describe-error.ts'

/** What people see of a run while it lasts. */
export interface Progress extends Reporter {
  /** Writes something between two frames. */
  interrupt(write: () => unknown): void
  end(): void
}

/** Only warnings and failures, for where nobody watches. */
export function warningsOnly(stream: NodeJS.WriteStream): Progress {
  return {
    report: (event) => {
      if (event.event === 'warning') stream.write(`warning: ${escapeControlCharacters(event.message)}\n`)
      if (event.event === 'failure') stream.write(`${event.target}: ${describeFailure(event)}\n`)
    },
    interrupt: (write) => {
      write()
    },
    end: () => undefined,
  }
}
