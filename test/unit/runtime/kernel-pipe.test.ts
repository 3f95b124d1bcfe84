import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, expect, test } from 'vitest'
import { openKernelPipe } from '../../../src/runtime/kernel-pipe.ts'

const folder = mkdtempSync(join(tmpdir(), 'lb-pipe-'))
const here = { workDir: folder, programEnvironment: { PATH: process.env['PATH'] ?? '' } }

afterEach(() => expect(readdirSync(folder)).toEqual([]))
afterAll(() => rmSync(folder, { recursive: true }))

test('what one program writes is read by another to its end, and no file is left', async () => {
  const pipe = openKernelPipe(here)
  if (pipe === undefined) throw new Error('there is no mkfifo here')
  const reader = spawn('cat', [], { stdio: [pipe.readEnd, 'pipe', 'inherit'] })
  closeSync(pipe.readEnd)
  const read = text(reader.stdout!)
  const writer = spawn('seq', ['200000'], { stdio: ['ignore', pipe.input, 'inherit'] })
  writer.once('exit', () => pipe.input.destroy())
  const lines = (await read).split('\n')
  expect([lines.length, lines[0], lines.at(-2)]).toEqual([200_001, '1', '200000'])
})

test('what this process writes is read too', async () => {
  const pipe = openKernelPipe(here)
  if (pipe === undefined) throw new Error('there is no mkfifo here')
  const reader = spawn('wc', ['-c'], { stdio: [pipe.readEnd, 'pipe', 'inherit'] })
  closeSync(pipe.readEnd)
  const read = text(reader.stdout!)
  for (let piece = 0; piece < 50; piece += 1) pipe.input.write(Buffer.alloc(100_000))
  pipe.input.end()
  expect((await read).trim()).toBe('5000000')
})

test('there is none without mkfifo', () => {
  expect(openKernelPipe({ ...here, programEnvironment: { PATH: '/nonexistent' } })).toBeUndefined()
})
