import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { pipeProgram, runProgram, startProgram, type ProgramOptions } from '../../../src/runtime/program.ts'

const options: ProgramOptions = {
  signal: new AbortController().signal,
  environment: { PATH: process.env['PATH'] ?? '' },
}

test('returns what a program printed, without a shell in between', async () => {
  const { stdout } = await runProgram({ program: 'printf', args: ['%s', '$HOME; ls'] }, options)
  expect(stdout).toBe('$HOME; ls')
})

test('a program gets the inherited environment and its own, and nothing of this process', async () => {
  const command = { program: 'env', args: [], env: { MINE: new Secret('s3cret') } }
  const { stdout } = await runProgram(command, { ...options, environment: { PATH: '/usr/bin:/bin' } })
  expect(stdout.trim().split('\n').sort()).toEqual(['MINE=s3cret', 'PATH=/usr/bin:/bin'])
})

test('a failing program is an error with its own words, and its secrets are struck out of them', async () => {
  const command = {
    program: 'sh',
    args: ['-c', 'echo "login with $PW refused" >&2; exit 3'],
    env: { PW: new Secret('hunter2') },
  }
  await expect(runProgram(command, options)).rejects.toMatchObject({
    code: 'program-failed',
    what: 'sh ended with code 3',
    why: 'login with *** refused',
  })
})

test('a killed program is an error that names the signal', async () => {
  const command = { program: 'sh', args: ['-c', 'kill -9 $$'] }
  await expect(runProgram(command, options)).rejects.toMatchObject({ what: 'sh was killed by SIGKILL' })
})

test('an absent program is an error with a fix', async () => {
  await expect(runProgram({ program: 'no-such-program', args: [] }, options)).rejects.toMatchObject({
    code: 'program-absent',
  })
})

test('abort ends the program and is told as cancelled', async () => {
  const controller = new AbortController()
  const running = startProgram({ program: 'sleep', args: ['60'] }, { ...options, signal: controller.signal })
  controller.abort()
  await expect(running.finished).rejects.toMatchObject({ code: 'cancelled' })
})

test('input of a program reaches it whole', async () => {
  const text = 'line\n'.repeat(100_000)
  const { stdout } = await runProgram({ program: 'wc', args: ['-c'], stdin: text }, options)
  expect(Number(stdout)).toBe(text.length)
})

test('output handed over to another program arrives whole and never passes through this process', async () => {
  const counter = spawn('wc', ['-c'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const counted = counter.stdout.toArray()
  const end = once(counter, 'exit')
  const command = { program: 'head', args: ['-c', '50000000', '/dev/zero'] }
  await pipeProgram(command, counter.stdin, options)
  await end
  expect(Number(Buffer.concat((await counted) as Buffer[]).toString())).toBe(50_000_000)
  expect((counter.stdin as Socket).bytesWritten).toBe(0)
})

test('a producer that fails after a handover rejects, whatever the reader says', async () => {
  const reader = spawn('cat', [], { stdio: ['pipe', 'ignore', 'inherit'] })
  const end = once(reader, 'exit')
  const command = { program: 'sh', args: ['-c', 'echo half; exit 9'] }
  await expect(pipeProgram(command, reader.stdin, options)).rejects.toMatchObject({ code: 'program-failed' })
  expect((await end)[0]).toBe(0)
})

test('an input that breaks off is a failure, even of a program that would be content with half of it', async () => {
  const half = Readable.from(
    (async function* () {
      yield 'half'
      throw new Error('the source broke off')
    })(),
  )
  await expect(runProgram({ program: 'cat', args: [], stdin: half }, options)).rejects.toThrow('broke off')
})

test('a program that does not read all of its input is judged by its exit code', async () => {
  const endless = Readable.from(
    (function* () {
      for (let line = 0; line < 1_000_000; line++) yield 'line\n'
    })(),
  )
  const { stdout } = await runProgram({ program: 'head', args: ['-n', '1'], stdin: endless }, options)
  expect(stdout).toBe('line\n')
})
