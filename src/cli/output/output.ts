import type { Reporter, RunEvent } from '../../core/context.ts'
import { warningsOnly } from './warnings-only.ts'

/** The two voices of the command line: lines for people, or NDJSON for machines. */
export interface Output {
  readonly reporter: Reporter
  say(text: string): void
  result(result: Readonly<Record<string, unknown>>, text: string): void
  failure(result: Readonly<Record<string, unknown>>, text: string): void
}

export async function createOutput(json: boolean, host: NodeJS.Process): Promise<Output> {
  return json ? jsonOutput(host) : await humanOutput(host)
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

/** What draws is loaded only where somebody watches: it takes as long as the rest of a start. */
async function humanOutput(host: NodeJS.Process): Promise<Output> {
  const { stderr } = host
  const progress = stderr.isTTY ? (await import('./progress.ts')).movingLine(stderr) : warningsOnly(stderr)
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
