import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isLifeboatError, type ErrorCode } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import { unseal } from '../../../src/backup/unseal.ts'

const FOLDER = new URL('../../vectors/age/testdata/', import.meta.url)
/** Ways to write an age file that Lifeboat never uses: text armour, and passphrases. */
const OUT_OF_SCOPE = [/^armor_/, /^scrypt/]

interface Vector {
  readonly expected: string
  readonly payloadSha256: string | undefined
  readonly identities: readonly Secret[]
  readonly file: Buffer
}

function readVector(name: string): Vector {
  const bytes = readFileSync(new URL(name, FOLDER))
  const end = bytes.indexOf('\n\n')
  const fields = bytes
    .toString('latin1', 0, end)
    .split('\n')
    .map((line) => line.split(': ') as [string, string])
  const first = (key: string): string | undefined => fields.find(([name]) => name === key)?.[1]
  const body = bytes.subarray(end + 2)
  return {
    expected: first('expect') ?? '',
    payloadSha256: first('payload'),
    identities: fields.filter(([name]) => name === 'identity').map(([, key]) => new Secret(key)),
    file: first('compressed') === 'zlib' ? inflateSync(body) : body,
  }
}

interface Outcome {
  readonly error: unknown
  readonly sha256: string
}

/** Gives the file in small pieces, and waits after each, so that everything is seen that is released before a failure. */
async function release(vector: Vector): Promise<Outcome> {
  const output = unseal(vector.identities)
  const hash = createHash('sha256')
  let error: unknown
  output.on('data', (chunk: Buffer) => void hash.update(chunk))
  const closed = new Promise((resolve) => output.once('close', resolve))
  output.once('error', (cause) => (error = cause))
  for (let start = 0; start < vector.file.length && !output.destroyed; start += 32_768) {
    output.write(vector.file.subarray(start, start + 32_768))
    await setImmediate()
    await setImmediate()
  }
  if (!output.destroyed) output.end()
  await closed
  return { error, sha256: hash.digest('hex') }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  'header failure': 'part-malformed',
  'HMAC failure': 'part-malformed',
  'payload failure': 'part-malformed',
  'no match': 'identity-wrong',
}

const NOTHING_SHA256 = createHash('sha256').digest('hex')

const all = readdirSync(FOLDER)
const inScope = all.filter((name) => !OUT_OF_SCOPE.some((pattern) => pattern.test(name)))

test('the set of vectors is whole', () => {
  const count = (expected: string): number =>
    inScope.filter((name) => readVector(name).expected === expected).length
  expect(all.length).toBe(143)
  expect(all.filter((name) => OUT_OF_SCOPE[0]?.test(name)).length).toBe(33)
  expect(all.filter((name) => OUT_OF_SCOPE[1]?.test(name)).length).toBe(25)
  expect(count('success')).toBe(18)
  expect(Object.keys(CODES).map(count)).toStrictEqual([40, 1, 18, 8])
  expect(inScope.length).toBe(85)
})

test.each(inScope)('%s', async (name) => {
  const vector = readVector(name)
  const { error, sha256 } = await release(vector)
  expect({
    code: isLifeboatError(error) ? error.code : error,
    isAboutMac: vector.expected !== 'HMAC failure' || String(error).includes('HMAC'),
    sha256,
  }).toStrictEqual({
    code: CODES[vector.expected],
    isAboutMac: true,
    sha256: vector.payloadSha256 ?? NOTHING_SHA256,
  })
})
