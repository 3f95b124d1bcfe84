import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchParts } from '../../../src/backup/fetch-parts.ts'
import { partSource } from '../../../src/backup/part-reader.ts'
import type { PartRequest } from '../../../src/backup/part-writer.ts'
import { readVolumes } from '../../../src/backup/read-volumes.ts'
import type { Manifest } from '../../../src/core/manifest.ts'
import { pipeProgram, startProgram } from '../../../src/runtime/program.ts'
import { openPartBench, type PartBench } from '../../support/part-bench.ts'

let bench: PartBench
let index = 0
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
const plain = Buffer.concat([randomBytes(300_000), Buffer.alloc(300_000, 'lifeboat')])

beforeAll(async () => {
  bench = await openPartBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

/** Every part of this file has a number of its own. */
const write = (content: PartRequest['content'] | Buffer, more: Partial<PartRequest> = {}) =>
  bench.write(content, { index: index++, ...more })

describe.each([true, false])('sealed: %s', (isSealed) => {
  describe.each([true, false])('already compressed: %s', (compressed) => {
    const more = () => ({ compressed, recipients: isSealed ? [bench.recipient] : [] })

    test('what was written comes back, from the store and from fetched files', async () => {
      const part = await write(plain, more())
      expect(part).toMatchObject({
        compression: compressed ? 'none' : 'zstd',
        seal: isSealed ? 'age' : 'none',
      })
      expect((await bench.read(part)).equals(plain)).toBe(true)
      const directory = join(bench.folder, `fetched-${index}`)
      const volumes = await fetchParts(
        { parts: [part] },
        { store: bench.store, directory, context: bench.context },
      )
      expect((await bench.read(part, { volumes })).equals(plain)).toBe(true)
    })

    test('a program that writes straight into the next stage gives the same bytes', async () => {
      const { signal, programEnvironment: environment } = bench.context
      const command = { program: 'seq', args: ['200000'] }
      const part = await write((output) => pipeProgram(command, output, { signal, environment }), more())
      const lines = (await bench.read(part)).toString().split('\n')
      expect([lines.length, lines.at(-2)]).toStrictEqual([200_001, '200000'])
    })

    test('the output of a running program, passed on as a stream, gives the same bytes', async () => {
      const { signal, programEnvironment: environment } = bench.context
      const { stdout } = startProgram({ program: 'seq', args: ['200000'] }, { signal, environment })
      // The stream has bytes in its buffer by now.
      await new Promise((resolve) => setTimeout(resolve, 50))
      const part = await write(stdout, more())
      expect((await bench.read(part)).toString().split('\n').length).toBe(200_001)
    })
  })
})

test('what its server has compressed is packed with little effort', async () => {
  const lines = Array.from({ length: 40_000 }, (_, at) => `{"id":${at},"state":"open","seen":${at * 31}}`)
  const text = Buffer.from(lines.join('\n'))
  const [usual, dense] = [
    await write(text, { recipients: [] }),
    await write(text, { recipients: [], dense: true }),
  ]
  const bytes = ({ volumes }: typeof usual): number => volumes.reduce((sum, each) => sum + each.bytes, 0)
  expect(bytes(dense)).not.toBe(bytes(usual))
  expect((await bench.read(dense)).equals(text)).toBe(true)
})

test('volumes are cut to size, named in order and digested one by one', async () => {
  const part = await write(plain, { compressed: true, recipients: [] })
  expect(part.volumes.map(({ bytes }) => bytes)).toStrictEqual(Array.from({ length: 6 }, () => 100_000))
  expect(part.volumes.map(({ key }) => key.slice(-5))).toStrictEqual([
    '.0000',
    '.0001',
    '.0002',
    '.0003',
    '.0004',
    '.0005',
  ])
  for (const [number, volume] of part.volumes.entries()) {
    expect(volume.sha256).toBe(sha256(plain.subarray(number * 100_000, (number + 1) * 100_000)))
  }
})

test('any volume size and any pieces give the same bytes and no empty volume', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4000 }),
      fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 }),
      async (volumeBytes, sizes) => {
        const chunks = sizes.map((size) => randomBytes(size))
        const content = Buffer.concat(chunks)
        const limit = Math.max(volumeBytes, Math.ceil(content.length / 20))
        const part = await write(Readable.from(chunks, { objectMode: false }), {
          compressed: true,
          recipients: [],
          volumeBytes: limit,
        })
        expect(part.volumes.length).toBe(Math.ceil(content.length / limit))
        expect(part.volumes.every(({ bytes }) => bytes > 0 && bytes <= limit)).toBe(true)
        expect((await bench.read(part)).equals(content)).toBe(true)
      },
    ),
    { numRuns: 25 },
  )
})

describe('an empty part', () => {
  test.each([true, false])('is refused and leaves nothing (compressed: %s)', async (compressed) => {
    const before = await bench.keys()
    await expect(write(Buffer.alloc(0), { compressed })).rejects.toMatchObject({ code: 'capture-failed' })
    await expect(write(Buffer.alloc(0), { compressed, recipients: [] })).rejects.toMatchObject({
      code: 'capture-failed',
    })
    expect(await bench.keys()).toStrictEqual(before)
  })

  test('is told from one byte', async () => {
    expect((await bench.read(await write(Buffer.from('x')))).toString()).toBe('x')
  })
})

test('a part source opens parts by name, and no others', async () => {
  const parts = [await write(plain, { name: 'a' }), await write(Buffer.from('globals'), { name: 'b' })]
  const manifest = { parts, requirements: { locale: 'C' } } as unknown as Manifest
  const source = partSource(manifest, (part) => readVolumes(part, bench.store), {
    identities: () => Promise.resolve([bench.identity]),
    context: bench.context,
  })
  expect([source.names, source.requirements]).toStrictEqual([['a', 'b'], { locale: 'C' }])
  expect((await buffer(await source.open('b'))).toString()).toBe('globals')
  await expect(source.open('c')).rejects.toMatchObject({ code: 'manifest-malformed' })
})

test('progress ends with the number of stored bytes before the seal', async () => {
  const part = await write(plain, { compressed: true, recipients: [], name: 'counted' })
  const events = bench.context.events.filter(
    (event) => event.event === 'progress' && event.name === 'counted',
  )
  expect(events.at(-1)).toStrictEqual({ event: 'progress', name: 'counted', bytes: plain.length })
  expect(part.volumes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(plain.length)
})
