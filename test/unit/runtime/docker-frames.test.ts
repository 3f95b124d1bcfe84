import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitDockerFrames } from '../../../src/runtime/docker-frames.ts'

function frame(stream: number, content: Uint8Array): Buffer {
  const header = Buffer.alloc(8)
  header[0] = stream
  header.writeUInt32BE(content.length, 4)
  return Buffer.concat([header, content])
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function split(chunks: AsyncIterable<Uint8Array>): Promise<{ stdout: Buffer; stderr: Buffer }> {
  const stderr: Uint8Array[] = []
  const stdout: Uint8Array[] = []
  for await (const chunk of splitDockerFrames(chunks, (part) => stderr.push(part))) stdout.push(chunk)
  return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) }
}

test('both outputs come back whole, however the stream was cut', async () => {
  const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 50 })))
  await fc.assert(
    fc.asyncProperty(frames, fc.integer({ min: 1, max: 40 }), async (list, size) => {
      const of = (stream: number): Buffer =>
        Buffer.concat(list.filter(([kind]) => kind === stream).map(([, content]) => content))
      const bytes = Buffer.concat(list.map(([stream, content]) => frame(stream, content)))
      expect(await split(cut(bytes, size))).toEqual({ stdout: of(1), stderr: of(2) })
    }),
  )
})

test('a stream that ends within a frame is an error', async () => {
  const bytes = frame(1, Buffer.from('hello'))
  for (const length of [3, 8, 12]) {
    await expect(split(cut(bytes.subarray(0, length), 4))).rejects.toThrow('cut')
  }
})
