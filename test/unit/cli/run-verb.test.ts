import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runVerb } from '../../../src/cli/run-verb.ts'
import type { Verb } from '../../../src/cli/verb.ts'

const DEAF: Verb = { name: 'deaf', summary: '', examples: [], run: () => new Promise(() => {}) }

function fakeHost() {
  const quiet = { write: () => true, isTTY: false }
  const exit = vi.fn<(code: number) => void>()
  const parts = { exit, env: {}, cwd: () => '/', stdin: quiet, stdout: quiet, stderr: quiet }
  return { host: Object.assign(new EventEmitter(), parts), exit }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('what does not heed %s is ended all the same', (signal) => {
  const { host, exit } = fakeHost()
  void runVerb(DEAF, { arguments: [], options: { json: true } }, host as unknown as NodeJS.Process)
  host.emit(signal, signal)
  expect(exit).not.toHaveBeenCalled()
  vi.advanceTimersByTime(60_000)
  expect(exit).toHaveBeenCalledExactlyOnceWith(130)
})

test('a second signal ends it at once', () => {
  const { host, exit } = fakeHost()
  void runVerb(DEAF, { arguments: [], options: { json: true } }, host as unknown as NodeJS.Process)
  host.emit('SIGINT', 'SIGINT')
  host.emit('SIGTERM', 'SIGTERM')
  expect(exit).toHaveBeenCalledExactlyOnceWith(130)
})
