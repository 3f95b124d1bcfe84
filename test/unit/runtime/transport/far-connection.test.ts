import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { isConnected, type FarConnection } from '../../../../src/runtime/transport/far-connection.ts'

function farOf(output: PassThrough): FarConnection {
  const input = new PassThrough()
  return { input, output, exitCode: async () => 0, stderr: () => '', close: () => {} }
}

test('a relay that says nothing is waited for no longer than the run lasts', async () => {
  const stop = new AbortController()
  const waiting = isConnected(farOf(new PassThrough()), stop.signal)
  stop.abort()
  expect(await waiting).toBe(false)
})

test('a relay has connected when it says so, and not when it ends', async () => {
  const output = new PassThrough()
  const waiting = isConnected(farOf(output))
  output.write('+SELECT')
  expect(await waiting).toBe(true)
  expect(String(output.read())).toBe('SELECT')
  const other = new PassThrough()
  other.end()
  expect(await isConnected(farOf(other))).toBe(false)
})
