import type { Reporter, RunEvent } from '../../core/context.ts'
import { createProgress } from './progress.ts'

/** The two voices of the command line: lines for people, or NDJSON for machines. */
export interface Output {
  readonly reporter: Reporter
  say(text: string): void
  result(result: Readonly<Record<string, unknown>>, text: string): void
  failure(result: Readonly<Record<string, unknown>>, text: string): void
}

export function createOutput(json: boolean, host: NodeJS.Process): Output {
  return json ? jsonOutput(host) : humanOutput(host)
}

function jsonOutput(host: NodeJS.Process): Output {
  const line = (value: Readonly<Record<string, unknown>>): void => {
    host.stdout.write(`${JSON.stringify(value)}\n`)
  }
  const last = (result: Readonly<Record<string, unknown>>): void => line({ event: 'result', ...result })
  return {
    reporter: { report: (event: RunEvent) => line({ ...event }) },
    say: (text) => line({ event: 'notice', message: text }),
    result: last,
    failure: last,
  }
}

function humanOutput(host: NodeJS.Process): Output {
  const progress = createProgress(host.stderr)
  return {
    reporter: progress,
    say: (text) => progress.interrupt(() => host.stderr.write(`${text}\n`)),
    result: (_result, text) => {
      progress.end()
      host.stdout.write(text === '' ? '' : `${text}\n`)
    },
    failure: (_result, text) => {
      progress.end()
      host.stderr.write(`${text}\n`)
    },
  }
}
