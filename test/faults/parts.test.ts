import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, type Readable, type Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { generateX25519Identity } from 'age-encryption'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fetchParts } from '../../src/backup/fetch-parts.ts'
import { openPart } from '../../src/backup/part-reader.ts'
import { readVolumes } from '../../src/backup/read-volumes.ts'
import { LifeboatError } from '../../src/core/errors.ts'
import type { Part, Volume } from '../../src/core/manifest.ts'
import { Secret } from '../../src/core/secret.ts'
import { pipeProgram } from '../../src/runtime/program.ts'
import { openPartBench, type PartBench } from '../support/part-bench.ts'

let bench: PartBench
let stop: AbortController
const plain = Buffer.concat([randomBytes(120_000), Buffer.alloc(200_000, 'lifeboat')])

beforeEach(async () => {
  stop = new AbortController()
  bench = await openPartBench(stop.signal)
})
afterEach(() => bench[Symbol.asyncDispose]())

const pathOf = (volume: Volume | undefined): string => join(bench.folder, 'store', volume?.key ?? '')
const volumeBytes = 50_000

function fetched(part: Part): Promise<unknown> {
  const directory = join(bench.folder, 'fetched')
  return fetchParts({ parts: [part] }, { store: bench.store, directory, context: bench.context })
}

/** Both ways of reading must find the same fault. */
async function expectFault(part: Part, code: string): Promise<void> {
  await expect(fetched(part)).rejects.toMatchObject({ code })
  await expect(buffer(readVolumes(part, bench.store))).rejects.toMatchObject({ code })
}

describe.each([true, false])('stored volumes, sealed: %s', (isSealed) => {
  const write = (): Promise<Part> =>
    bench.write(plain, { volumeBytes, recipients: isSealed ? [bench.recipient] : [] })

  test('one flipped bit in any byte is volume-altered', async () => {
    const part = await write()
    await fc.assert(
      fc.asyncProperty(fc.nat(part.volumes.length - 1), fc.nat(), fc.nat(7), async (number, offset, bit) => {
        const path = pathOf(part.volumes[number])
        const whole = await readFile(path)
        const damaged = Buffer.from(whole)
        const at = offset % damaged.length
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit)
        await writeFile(path, damaged)
        await expect(buffer(readVolumes(part, bench.store))).rejects.toMatchObject({ code: 'volume-altered' })
        await writeFile(path, whole)
      }),
      { numRuns: 40 },
    )
    expect((await bench.read(part)).equals(plain)).toBe(true)
  })

  test('a truncated volume is volume-altered', async () => {
    const part = await write()
    await truncate(pathOf(part.volumes[1]), volumeBytes - 1)
    await expectFault(part, 'volume-altered')
  })

  test('a lengthened volume is volume-altered', async () => {
    const part = await write()
    await writeFile(pathOf(part.volumes[0]), 'x', { flag: 'a' })
    await expectFault(part, 'volume-altered')
  })

  test('swapped volumes are volume-altered', async () => {
    const part = await write()
    const [first, second] = [pathOf(part.volumes[0]), pathOf(part.volumes[1])]
    await copyFile(first, join(bench.folder, 'kept'))
    await rename(second, first)
    await copyFile(join(bench.folder, 'kept'), second)
    await expectFault(part, 'volume-altered')
  })

  test.each([0, 1, -1])('missing volume %i is volume-absent', async (number) => {
    const part = await write()
    await rm(pathOf(part.volumes.at(number)))
    await expectFault(part, 'volume-absent')
  })

  test('a manifest without the last volume gives a part that is malformed', async () => {
    const part = await write()
    const shorter = { ...part, volumes: part.volumes.slice(0, -1) }
    await expect(bench.read(shorter)).rejects.toMatchObject({ code: 'part-malformed' })
  })

  test('a manifest with the volumes in another order gives a part that is malformed', async () => {
    const part = await write()
    const turned = { ...part, volumes: part.volumes.toReversed() }
    await expect(bench.read(turned)).rejects.toMatchObject({ code: 'part-malformed' })
  })

  test('a damaged stream under fresh digests gives a part that is malformed', async () => {
    const part = await write()
    const path = pathOf(part.volumes[1])
    const damaged = await readFile(path)
    damaged[7] = (damaged[7] ?? 0) ^ 1
    await writeFile(path, damaged)
    const sha256 = createHash('sha256').update(damaged).digest('hex')
    const volumes = part.volumes.map((volume, number) => (number === 1 ? { ...volume, sha256 } : volume))
    await expect(bench.read({ ...part, volumes })).rejects.toMatchObject({ code: 'part-malformed' })
  })
})

describe('keys', () => {
  test('a wrong key is identity-wrong, no key is identity-missing', async () => {
    const part = await bench.write(plain)
    const other = new Secret(await generateX25519Identity())
    await expect(bench.read(part, { identities: [other] })).rejects.toMatchObject({ code: 'identity-wrong' })
    await expect(bench.read(part, { identities: [] })).rejects.toMatchObject({ code: 'identity-missing' })
  })
})

/** The zstd that this process runs, and no other. */
function runningZstd(): number | undefined {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).find((pid) => {
    try {
      const [, name, , parent] = /\((.*)\) (\S) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
      return name === 'zstd' && Number(parent) === process.pid
    } catch {
      return false
    }
  })
}

const PATIENCE_MS = 5000

/** Ends with its test, so that it kills no program of another one. */
async function until<T>(look: () => T | undefined): Promise<T> {
  const end = performance.now() + PATIENCE_MS
  while (performance.now() < end) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error('it did not come about')
}

/** What was begun gets under way. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

const gone = (): true | undefined => (runningZstd() === undefined ? true : undefined)

describe('a stage that fails ends all others and leaves no object', () => {
  test('zstd killed while compressing', async () => {
    let content: Writable | undefined
    const part = bench.write(async (output) => {
      content = output.on('error', () => undefined)
      output.write(plain)
      await new Promise((resolve) => output.once('close', resolve))
    })
    process.kill(await until(runningZstd), 'SIGKILL')
    await expect(part).rejects.toMatchObject({ code: 'program-failed' })
    expect(content?.destroyed).toBe(true)
    expect(await bench.keys()).toStrictEqual([])
  })

  test('zstd killed while decompressing is not taken for a damaged part', async () => {
    const part = await bench.write(plain)
    const stored = new PassThrough()
    const identities = (): Promise<Secret[]> => Promise.resolve([bench.identity])
    const opened = openPart(part, () => stored, { identities, context: bench.context }).then(buffer)
    stored.write(await readFile(pathOf(part.volumes[0])))
    process.kill(await until(runningZstd), 'SIGKILL')
    await expect(opened).rejects.toMatchObject({ code: 'program-failed' })
  })

  test.each([true, false])('the producing program fails half-way (compressed: %s)', async (compressed) => {
    const { signal, programEnvironment: environment } = bench.context
    const command = { program: 'sh', args: ['-c', 'seq 300000; exit 3'] }
    const producer = (output: Writable): Promise<unknown> =>
      pipeProgram(command, output, { signal, environment })
    await expect(bench.write(producer, { compressed, volumeBytes: 2 ** 30 })).rejects.toMatchObject({
      code: 'program-failed',
    })
    expect(await bench.keys()).toStrictEqual([])
    expect(runningZstd()).toBeUndefined()
  })

  test('the source breaks', async () => {
    const content = new PassThrough()
    content.write(plain)
    const part = bench.write(content)
    await turn()
    content.destroy(new LifeboatError({ code: 'connection-lost', what: 'the connection was lost' }))
    await expect(part).rejects.toMatchObject({ code: 'connection-lost' })
    expect(await bench.keys()).toStrictEqual([])
  })

  test('the source closes without an end', async () => {
    const content = new PassThrough()
    content.write(plain)
    const part = bench.write(content)
    await turn()
    content.destroy()
    await expect(part).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    expect(await bench.keys()).toStrictEqual([])
  })

  test('the store refuses', async () => {
    const content = new PassThrough()
    content.write(plain)
    const full = new LifeboatError({ code: 'store-full', what: 'the store is full' })
    const store = Object.assign(Object.create(bench.store) as typeof bench.store, {
      upload: () => Promise.reject(full),
    })
    await expect(bench.write(content, { store })).rejects.toBe(full)
    await until(() => (content.destroyed ? true : undefined))
    await until(gone)
  })

  test('what the source says comes before what the store makes of it', async () => {
    const content = new PassThrough()
    content.write(plain)
    const lost = new LifeboatError({ code: 'connection-lost', what: 'the connection was lost' })
    const store = Object.assign(Object.create(bench.store) as typeof bench.store, {
      upload: async (key: string, volume: Readable) => {
        setImmediate(() => content.destroy(lost))
        await buffer(volume).catch((cause: unknown) => {
          throw new LifeboatError({ code: 'store-unreachable', what: `writing ${key} failed`, cause })
        })
      },
    })
    await expect(bench.write(content, { store })).rejects.toBe(lost)
  })

  test('the store confirms fewer bytes than were sent', async () => {
    const store = Object.assign(Object.create(bench.store) as typeof bench.store, {
      upload: async (key: string, content: Readable) => {
        const receipt = await bench.store.upload(key, content)
        return { ...receipt, bytes: receipt.bytes - 1 }
      },
    })
    await expect(bench.write(plain, { store })).rejects.toMatchObject({ code: 'store-refused' })
  })

  test('an abort while the source is silent', async () => {
    const content = new PassThrough()
    content.write(plain)
    const part = bench.write(content)
    await turn()
    stop.abort()
    await expect(part).rejects.toMatchObject({ code: 'cancelled' })
    expect(content.destroyed).toBe(true)
    expect(await bench.keys()).toStrictEqual([])
    await until(gone)
  })

  test('an abort while reading', async () => {
    const part = await bench.write(plain)
    const stored = new PassThrough()
    const identities = (): Promise<Secret[]> => Promise.resolve([bench.identity])
    const opened = openPart(part, () => stored, { identities, context: bench.context }).then(buffer)
    stored.write(await readFile(pathOf(part.volumes[0])))
    await until(runningZstd)
    stop.abort()
    await expect(opened).rejects.toMatchObject({ code: 'cancelled' })
    await until(() => (stored.destroyed ? true : undefined))
    await until(gone)
  })
})

test('a full disk while fetching is disk-full', async () => {
  const part = await bench.write(plain, { volumeBytes })
  const directory = join(bench.folder, 'fetched')
  await mkdir(directory)
  await symlink('/dev/full', join(directory, encodeURIComponent(part.volumes[1]?.key ?? '')))
  await expect(fetched(part)).rejects.toMatchObject({ code: 'disk-full' })
})

test('an abort while fetching is cancelled', async () => {
  const part = await bench.write(plain, { volumeBytes })
  const silent = Object.assign(Object.create(bench.store) as typeof bench.store, {
    read: () => {
      setImmediate(() => stop.abort())
      return Promise.resolve(new PassThrough())
    },
  })
  const directory = join(bench.folder, 'fetched')
  const fetching = fetchParts({ parts: [part] }, { store: silent, directory, context: bench.context })
  await expect(fetching).rejects.toMatchObject({ code: 'cancelled' })
})
