import { PassThrough, Readable, type Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compressByNode, decompressByNode } from '../../../src/runtime/zstd.ts'

const plain = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * index) % 253))
const compressed = zstdCompressSync(plain)
const malformed = { code: 'part-malformed' }

function inPieces(content: Buffer, size: number): Readable {
  const count = Math.ceil(content.length / size)
  const chunks = Array.from({ length: count }, (_, index) =>
    content.subarray(index * size, (index + 1) * size),
  )
  return Readable.from(chunks, { objectMode: false })
}

test('what was compressed comes back, whatever the pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(plain.length), fc.integer({ min: 50, max: 300_000 }), async (length, size) => {
      const content = plain.subarray(0, length)
      const there = await buffer(compressByNode(inPieces(content, size)))
      expect((await buffer(decompressByNode(inPieces(there, size)))).equals(content)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

describe.each([7, 1000, 1_000_000])('read in pieces of %i bytes', (size) => {
  const decompressed = (content: Buffer): Promise<Buffer> => buffer(decompressByNode(inPieces(content, size)))

  test('a cut stream fails', async () => {
    await expect(decompressed(compressed.subarray(0, -1))).rejects.toMatchObject(malformed)
    await expect(decompressed(compressed.subarray(0, 20))).rejects.toMatchObject(malformed)
    await expect(decompressed(Buffer.alloc(0))).rejects.toMatchObject(malformed)
  })

  test('bytes behind the end fail', async () => {
    await expect(decompressed(Buffer.concat([compressed, Buffer.from('x')]))).rejects.toMatchObject(malformed)
  })

  test('a changed checksum fails', async () => {
    const damaged = await buffer(compressByNode(inPieces(plain, 1000)))
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1
    await expect(decompressed(damaged)).rejects.toMatchObject(malformed)
  })
})

test('an error of the source comes through, and no end', async () => {
  const source = new PassThrough()
  source.write(plain)
  const output = buffer(compressByNode(source))
  source.destroy(new Error('the source broke'))
  await expect(output).rejects.toThrow('the source broke')
})

async function failAtTheEnd(output: Writable): Promise<void> {
  output.end(plain)
  await new Promise((resolve) => setTimeout(resolve, 20))
  throw new Error('exit code 1')
}

test('an error of the producer comes through, even after it ended its output', async () => {
  await expect(buffer(compressByNode(failAtTheEnd))).rejects.toThrow('exit code 1')
})

test('an error of the compressed source comes through as it is', async () => {
  const source = new PassThrough()
  source.write(compressed.subarray(0, 1000))
  const output = buffer(decompressByNode(source))
  setImmediate(() => source.destroy(new Error('the store broke')))
  await expect(output).rejects.toThrow('the store broke')
})
