import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seal } from '../../../src/backup/seal.ts'
import { unseal } from '../../../src/backup/unseal.ts'
import { Secret } from '../../../src/core/secret.ts'

const run = promisify(execFile)
const KIB = 1024
const SIZES = [0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB, 5 * KIB * KIB + 17]

let folder = ''
const recipients: string[] = []
const path = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifeboat-test-'))
  for (const name of ['operator', 'escrow']) {
    await run('age-keygen', ['-o', path(name)])
    recipients.push((await run('age-keygen', ['-y', path(name)])).stdout.trim())
  }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const content = (bytes: number): Buffer => {
  const block = createHash('sha512').update(String(bytes)).digest()
  return Buffer.alloc(bytes, block)
}

describe.each(SIZES)('%i bytes', (bytes) => {
  test('sealed here, each recipient opens it with the age program', async () => {
    const file = path(`here-${bytes}`)
    await pipeline(Readable.from([content(bytes)]), seal(recipients), createWriteStream(file))
    for (const name of ['operator', 'escrow']) {
      const options = { encoding: 'buffer', maxBuffer: 16 * KIB * KIB } as const
      const { stdout } = await run('age', ['-d', '-i', path(name), file], options)
      expect(stdout.equals(content(bytes))).toBe(true)
    }
  })

  test('sealed by the age program, each key opens it here', async () => {
    await writeFile(path('plain'), content(bytes))
    const file = path(`there-${bytes}`)
    await run('age', [...recipients.flatMap((recipient) => ['-r', recipient]), '-o', file, path('plain')])
    for (const name of ['operator', 'escrow']) {
      const key = new Secret(await readFile(path(name), 'utf8'))
      const output = unseal([key])
      const [opened] = await Promise.all([buffer(output), pipeline(createReadStream(file), output)])
      expect(opened.equals(content(bytes))).toBe(true)
    }
  })
})
