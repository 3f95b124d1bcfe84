import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { PassThrough, Readable, type Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packFrames } from '../../../src/runtime/pack-frames.ts'
import { unpackFrames } from '../../../src/runtime/unpack-frames.ts'

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
      const there = await buffer(packFrames(inPieces(content, size)))
      expect((await buffer(unpackFrames(inPieces(there, size)))).equals(content)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('frames that follow one another are one content, wherever the pieces are cut', async () => {
  const lengths = fc.array(fc.nat(2000), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(lengths, fc.integer({ min: 1, max: 3000 }), async (each, size) => {
      const contents = each.map((length) => plain.subarray(0, length))
      const frames = Buffer.concat(contents.map((content) => zstdCompressSync(content)))
      const there = await buffer(unpackFrames(inPieces(frames, size)))
      expect(there.equals(Buffer.concat(contents))).toBe(true)
    }),
  )
})

test('more than all buffers hold comes back in its order, read slowly', async () => {
  const content = randomBytes(5_000_000)
  const there: Buffer[] = []
  for await (const chunk of packFrames(inPieces(content, 65_536))) {
    there.push(chunk as Buffer)
    await turn()
  }
  expect(zstdDecompressSync(Buffer.concat(there)).equals(content)).toBe(true)
})

function closed(stream: Readable | Writable): Promise<boolean> {
  return new Promise((resolve) =>
    stream.on('error', () => undefined).once('close', () => resolve(stream.destroyed)),
  )
}

describe('output that is destroyed ends its source', () => {
  test('that is silent', async () => {
    const source = new PassThrough()
    source.write(plain)
    packFrames(source)
      .on('error', () => undefined)
      .destroy()
    expect(await closed(source)).toBe(true)
  })

  test('while nobody reads on', async () => {
    const source = inPieces(randomBytes(5_000_000), 65_536)
    const output = packFrames(source)
    await once(output, 'readable')
    await wait(20)
    output.destroy()
    expect(await closed(source)).toBe(true)
  })

  test('which is told when it writes by itself', async () => {
    const told = Promise.withResolvers<boolean>()
    const output = packFrames(async (input) => {
      input.write(plain)
      told.resolve(await closed(input))
    })
    output.destroy()
    expect(await told.promise).toBe(true)
  })
})

describe.each([7, 1000, 1_000_000])('read in pieces of %i bytes', (size) => {
  const decompressed = (content: Buffer): Promise<Buffer> => buffer(unpackFrames(inPieces(content, size)))

  test('a cut stream fails', async () => {
    await expect(decompressed(compressed.subarray(0, -1))).rejects.toMatchObject(malformed)
    await expect(decompressed(compressed.subarray(0, 20))).rejects.toMatchObject(malformed)
    await expect(decompressed(Buffer.alloc(0))).rejects.toMatchObject(malformed)
  })

  test('bytes behind the end fail', async () => {
    await expect(decompressed(Buffer.concat([compressed, Buffer.from('x')]))).rejects.toMatchObject(malformed)
  })

  test('a frame that is cut behind whole ones fails', async () => {
    const cut = Buffer.concat([compressed, compressed.subarray(0, -1)])
    await expect(decompressed(cut)).rejects.toMatchObject(malformed)
  })

  test('a changed checksum fails', async () => {
    const damaged = await buffer(packFrames(inPieces(plain, 1000)))
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1
    await expect(decompressed(damaged)).rejects.toMatchObject(malformed)
  })
})

test('an error of the source comes through, and no end', async () => {
  const source = new PassThrough()
  source.write(plain)
  const output = buffer(packFrames(source))
  source.destroy(new Error('the source broke'))
  await expect(output).rejects.toThrow('the source broke')
})

async function failAtTheEnd(output: Writable): Promise<void> {
  output.end(plain)
  await wait(20)
  throw new Error('exit code 1')
}

test('an error of the producer comes through, even after it ended its output', async () => {
  await expect(buffer(packFrames(failAtTheEnd))).rejects.toThrow('exit code 1')
})

test('an error of the compressed source comes through as it is', async () => {
  const source = new PassThrough()
  source.write(compressed.subarray(0, 1000))
  const output = buffer(unpackFrames(source))
  setImmediate(() => source.destroy(new Error('the store broke')))
  await expect(output).rejects.toThrow('the store broke')
})

test('what fails before anybody reads fails the reader, and nothing else', async () => {
  const failing = [
    packFrames(async () => {
      throw new Error('at once')
    }),
    unpackFrames(new PassThrough().destroy(new Error('at once'))),
  ]
  await turn()
  for (const output of failing) await expect(buffer(output)).rejects.toThrow('at once')
})

test('compressed content that is taken away is not called malformed', async () => {
  const content = new PassThrough()
  content.write(compressed.subarray(0, 1000))
  const output = buffer(unpackFrames(content))
  setImmediate(() => content.destroy())
  await expect(output).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
})
