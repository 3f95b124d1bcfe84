import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FORMAT, readGraphFile } from '../../../../src/engines/neo4j/graph-file.ts'
import { LineWriter } from '../../../../src/engines/neo4j/line-writer.ts'

const HEADER = JSON.stringify({ format: FORMAT, version: '5.26.30', schema: [] })

/** A graph of these nodes, written as an export writes it. */
async function graphOf(names: readonly string[]): Promise<Buffer> {
  const output = new PassThrough()
  const bytes = buffer(output)
  const writer = new LineWriter(output)
  for (const line of [HEADER, ...names.map((name, id) => JSON.stringify(['n', String(id), [], { name }]))]) {
    await writer.write(line)
  }
  const sha256 = await writer.digest()
  await writer.write(JSON.stringify({ nodes: names.length, relationships: 0, exact: true, sha256 }))
  await writer.end()
  output.end()
  return await bytes
}

async function read(bytes: Buffer, piece = bytes.length): Promise<readonly unknown[]> {
  const names: unknown[] = []
  const pieces = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, at) =>
    bytes.subarray(at * piece, (at + 1) * piece),
  )
  await readGraphFile(Readable.from(pieces), {
    node: ([, , , { name }]) => void names.push(name),
  })
  return names
}

test('a graph is read as it was written, in whatever pieces it comes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }), { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      async (names, piece) => {
        const written = names.map((name) => name.toWellFormed())
        expect(await read(await graphOf(written), piece)).toEqual(written)
      },
    ),
    { numRuns: 20 },
  )
})

test('lines that are longer than a piece of writing come through', async () => {
  const names = ['a', 'x'.repeat(300_000), 'é'.repeat(200_000), 'b']
  expect(await read(await graphOf(names), 65_536)).toEqual(names)
})

const names = Array.from({ length: 20 }, (_, index) => `name ${index}`)

test('a graph that ends early is damaged, wherever it ends', async () => {
  const whole = await graphOf(names)
  for (let end = 0; end < whole.length; end += 7) {
    await expect(read(whole.subarray(0, end))).rejects.toMatchObject({ code: 'part-malformed' })
  }
})

test('a graph with one flipped bit is damaged, whichever it is', async () => {
  const whole = await graphOf(names)
  for (let at = 0; at < whole.length; at += 11) {
    const flipped = Buffer.from(whole)
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8))
    await expect(read(flipped)).rejects.toMatchObject({ code: 'part-malformed' })
  }
})

test('a graph that goes on after its end is damaged', async () => {
  const twice = Buffer.concat([await graphOf(names), await graphOf(names)])
  await expect(read(twice)).rejects.toMatchObject({ code: 'part-malformed' })
})

test('a reader that fails ends the reading', async () => {
  const failing = readGraphFile(Readable.from([await graphOf(names)]), {
    node: () => Promise.reject(new Error('full')),
  })
  await expect(failing).rejects.toThrow('full')
})

test('an output that breaks off fails the writing', async () => {
  const output = new PassThrough({ highWaterMark: 1 })
  const writer = new LineWriter(output)
  await writer.write('a line')
  output.destroy(new Error('gone'))
  output.on('error', () => undefined)
  await expect(writer.end()).rejects.toThrow('destroyed')
})
