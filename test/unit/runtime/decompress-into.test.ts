import { randomBytes } from 'node:crypto'
import { readdirSync, readlinkSync } from 'node:fs'
import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writePrivateFile } from '../../../src/runtime/local-tools.ts'
import { decompressInto } from '../../../src/runtime/zstd.ts'
import { testContext } from '../../support/context.ts'

const CONTENT = Buffer.concat([randomBytes(200_000), Buffer.alloc(3_000_000, 'rows ')])
const PACKED = zstdCompressSync(CONTENT)

let context: Awaited<ReturnType<typeof testContext>>
beforeAll(async () => {
  context = await testContext()
})
afterAll(() => context?.[Symbol.asyncDispose]())

async function* failing() {
  yield PACKED.subarray(0, 150_000)
  throw new Error('the volume is gone')
}

describe.each([
  ['by the program', undefined],
  ['by Node', { PATH: '/nowhere' }],
])('a file is filled %s', (how, environment) => {
  const path = (name: string): string => join(context.workDir, `${how}-${name}`)
  const fill = (name: string, content: Readable, signal = context.signal): Promise<string> =>
    writePrivateFile(path(name), (output) =>
      decompressInto(content, output, {
        workDir: context.workDir,
        programEnvironment: environment ?? context.programEnvironment,
        signal,
      }),
    )

  test('with all of the content, for nobody else to read', async () => {
    await fill('whole', Readable.from([PACKED.subarray(0, 1000), PACKED.subarray(1000)]))
    expect((await readFile(path('whole'))).equals(CONTENT)).toBe(true)
    expect((await stat(path('whole'))).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['cut', PACKED.subarray(0, PACKED.length - 100)],
    ['followed by something', Buffer.concat([PACKED, Buffer.from('something')])],
    ['no zstd stream', Buffer.from('something')],
    ['empty', Buffer.alloc(0)],
  ])('not with content that is %s', async (name, content) => {
    await expect(fill(name, Readable.from([content]))).rejects.toMatchObject({ code: 'part-malformed' })
  })

  test('not with content that fails', async () => {
    await expect(fill('failing', Readable.from(failing()))).rejects.toThrow('the volume is gone')
  })

  test('not after an interruption', async () => {
    const stop = new AbortController()
    async function* endless() {
      yield PACKED.subarray(0, 150_000)
      stop.abort(new Error('interrupted'))
      await new Promise((resolve) => setTimeout(resolve, 60_000).unref())
    }
    await expect(fill('interrupted', Readable.from(endless()), stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})

test.each([
  {
    what: 'cannot write',
    status: 70,
    said: 'zstd: error 70 : Write error : cannot write block : Input/output error',
    code: 'program-failed',
  },
  {
    what: 'cannot close',
    status: 1,
    said: String.raw`zstd: /*stdout*\: Input/output error`,
    code: 'program-failed',
  },
  { what: 'finds no room', status: 1, said: String.raw`zstd: /*stdout*\: Quota exceeded`, code: 'disk-full' },
  {
    what: 'cannot read',
    status: 1,
    said: String.raw`/*stdin*\ : Decoding error (36) : Data corruption detected`,
    code: 'part-malformed',
  },
])('a zstd that $what', async ({ what, status, said, code }) => {
  const folder = await mkdtemp(join(context.workDir, 'zstd-'))
  await writeFile(join(folder, 'zstd'), `#!/bin/sh\necho '${said}' >&2\nexit ${status}\n`, { mode: 0o755 })
  const programEnvironment = { ...context.programEnvironment, PATH: `${folder}:/usr/bin:/bin` }
  const filled = writePrivateFile(join(context.workDir, what), (output) =>
    decompressInto(Readable.from([PACKED]), output, { ...context, programEnvironment }),
  )
  await expect(filled).rejects.toMatchObject({ code })
})

test('a file that cannot be opened fails, and the content is given up', async () => {
  const path = join(context.workDir, 'taken')
  await writeFile(path, 'of somebody else')
  const content = Readable.from([PACKED])
  const poured: Promise<void>[] = []
  const filled = writePrivateFile(path, async (output) => {
    await new Promise((resolve) => output.once('error', resolve))
    poured.push(decompressInto(content, output, context))
    await poured[0]
  })
  await expect(filled).rejects.toMatchObject({ code: 'EEXIST' })
  await expect(poured[0]).rejects.toMatchObject({ code: 'EEXIST' })
  expect(content.destroyed).toBe(true)
  expect(await readFile(path, 'utf8')).toBe('of somebody else')
})

test('a file that nobody wrote to is closed', async () => {
  const path = join(context.workDir, 'unwritten')
  const filled = writePrivateFile(path, () => Promise.reject(new Error('no key')))
  await expect(filled).rejects.toThrow('no key')
  await expect.poll(() => openFiles().filter((each) => each.startsWith(path))).toEqual([])
})

function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })
}

test('what is no file is filled too', async () => {
  const output = new PassThrough()
  const [filled] = await Promise.all([
    buffer(output),
    decompressInto(Readable.from([PACKED]), output, context),
  ])
  expect(filled.equals(CONTENT)).toBe(true)
})
