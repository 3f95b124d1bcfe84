import ora, { type Ora } from 'ora'
import prettyBytes from 'pretty-bytes'
import prettyMs from 'pretty-ms'
import { escapeControlCharacters } from '../../core/control-characters.ts'
import { describeFailure } from './describe-error.ts'
import type { RunEvent } from '../../core/context.ts'
import type { Progress } from './warnings-only.ts'

const REDRAW_MS = 100

/** One moving line on a terminal: bytes, rate, time left. */
export function movingLine(stream: NodeJS.WriteStream): Progress {
  const spinner = ora({ stream, discardStdin: false, interval: REDRAW_MS })
  const phase = { name: '', startedMs: performance.now() }
  return {
    report: (event) => show(event, spinner, phase),
    interrupt: (write) => pause(spinner, write),
    end: () => {
      spinner.stop()
    },
  }
}

function show(event: RunEvent, spinner: Ora, phase: { name: string; startedMs: number }): void {
  if (event.event === 'phase') {
    phase.name = event.target === undefined ? event.name : `${event.target}: ${event.name}`
    phase.startedMs = performance.now()
    spinner.start(phase.name)
  } else if (event.event === 'progress') {
    spinner.start(`${phase.name} ${event.name} ${progressText(event, performance.now() - phase.startedMs)}`)
  } else if (event.event === 'failure') {
    pause(spinner, () => spinner.fail(`${event.target}: ${describeFailure(event)}`))
  } else {
    const told = event.event === 'warning' ? 'warn' : 'info'
    pause(spinner, () => spinner[told](escapeControlCharacters(event.message)))
  }
}

function pause(spinner: Ora, write: () => unknown): void {
  const { isSpinning, text } = spinner
  if (isSpinning) spinner.stop()
  write()
  if (isSpinning) spinner.start(text)
}

/** `245 MB, 31 MB/s, 4s left`; the time left only where the total is known. */
export function progressText(
  event: { readonly bytes: number; readonly totalBytes?: number },
  elapsedMs: number,
): string {
  const rate = elapsedMs > 0 ? (event.bytes * 1000) / elapsedMs : 0
  const parts = [prettyBytes(event.bytes), `${prettyBytes(Math.round(rate))}/s`]
  if (event.totalBytes !== undefined && rate > 0) {
    const leftMs = (Math.max(0, event.totalBytes - event.bytes) * 1000) / rate
    parts[0] = `${prettyBytes(event.bytes)} of ${prettyBytes(event.totalBytes)}`
    parts.push(`${prettyMs(leftMs, { compact: true })} left`)
  }
  return parts.join(', ')
}
