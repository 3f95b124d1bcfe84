import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seal } from '../../../src/backup/seal.ts'
import { unseal } from '../../../src/backup/unseal.ts'
import { Secret } from '../../../src/core/secret.ts'

const KIB = 1024
const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)
const keys = [new Secret(identity)]

/** The bytes in pieces of the given sizes, over and over. */
function pieces(content: Buffer, sizes: readonly number[]): Readable {
  const chunks: Buffer[] = []
  for (let start = 0, turn = 0; start < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? content.length
    chunks.push(content.subarray(start, start + size))
    start += size
  }
  return Readable.from(chunks, { objectMode: false })
}

const sealed = (content: Buffer, sizes: readonly number[] = [content.length]): Promise<Buffer> =>
  buffer(pieces(content, sizes).pipe(seal([recipient])))

function opened(file: Buffer, sizes: readonly number[] = [file.length], secrets = keys): Promise<Buffer> {
  const output = unseal(secrets)
  const input = pieces(file, sizes)
  input.pipe(output)
  return buffer(output)
}

const content = (length: number): Buffer =>
  Buffer.from(Array.from({ length }, (_, index) => (index * 31) % 251))
const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 6 })
const lengths = fc.oneof(
  fc.constantFrom(0, 1, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB, 192 * KIB + 7),
  fc.integer({ min: 0, max: 300_000 }),
)

test('whatever the pieces, what was sealed comes back', async () => {
  await fc.assert(
    fc.asyncProperty(lengths, sizes, sizes, async (length, written, read) => {
      const plain = content(length)
      expect((await opened(await sealed(plain, written), read)).equals(plain)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('arriving byte by byte changes nothing', async () => {
  const plain = content(3000)
  expect((await opened(await sealed(plain, [1]), [1])).equals(plain)).toBe(true)
})

test('two files of the same content share neither header nor payload', async () => {
  const [one, other] = await Promise.all([sealed(content(100)), sealed(content(100))])
  expect(one.equals(other)).toBe(false)
  expect(one.subarray(-100).equals(other.subarray(-100))).toBe(false)
})

describe('damage', () => {
  const plain = content(150_000)
  const malformed = { code: 'part-malformed' }

  test('one changed bit anywhere is found', async () => {
    const file = await sealed(plain)
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.nat(7), async (at, bit) => {
        const damaged = Buffer.from(file)
        damaged[at] = (damaged[at] ?? 0) ^ (1 << bit)
        await expect(opened(damaged)).rejects.toMatchObject({ name: 'LifeboatError' })
      }),
      { numRuns: 200 },
    )
  })

  test('one changed bit in the header is found', async () => {
    const file = await sealed(content(10))
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), async (at) => {
        const damaged = Buffer.from(file)
        damaged[at] = (damaged[at] ?? 0) ^ 1
        await expect(opened(damaged)).rejects.toMatchObject({ name: 'LifeboatError' })
      }),
      { numRuns: 200 },
    )
  })

  test('a cut at any byte is found', async () => {
    const file = await sealed(plain)
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), async (length) => {
        await expect(opened(file.subarray(0, length))).rejects.toMatchObject(malformed)
      }),
      { numRuns: 100 },
    )
  })

  test('a cut between chunks is found', async () => {
    const file = await sealed(content(128 * KIB))
    await expect(opened(file.subarray(0, -(64 * KIB + 16)))).rejects.toMatchObject(malformed)
  })

  test('bytes behind the end are found', async () => {
    for (const length of [10, 64 * KIB]) {
      const file = Buffer.concat([await sealed(content(length)), Buffer.from('x')])
      await expect(opened(file)).rejects.toMatchObject(malformed)
    }
  })

  test('swapped chunks are found', async () => {
    const file = await sealed(content(64 * KIB * 3))
    const start = file.length - 3 * (64 * KIB + 16)
    const chunk = (index: number): Buffer =>
      file.subarray(start + index * (64 * KIB + 16), start + (index + 1) * (64 * KIB + 16))
    const swapped = Buffer.concat([file.subarray(0, start), chunk(1), chunk(0), chunk(2)])
    await expect(opened(swapped)).rejects.toMatchObject(malformed)
  })

  test('a stream that is no age file is found before it is read whole', async () => {
    await expect(opened(Buffer.alloc(3 * KIB * KIB), [64 * KIB])).rejects.toMatchObject(malformed)
  })
})

describe('keys', () => {
  test('each of several recipients opens the file alone', async () => {
    const identities = [
      await generateX25519Identity(),
      await generateX25519Identity(),
      await generateHybridIdentity(),
    ]
    const recipients = await Promise.all(identities.map(identityToRecipient))
    const file = await buffer(pieces(content(1000), [1000]).pipe(seal(recipients)))
    for (const each of identities) {
      expect((await opened(file, [file.length], [new Secret(each)])).equals(content(1000))).toBe(true)
    }
  })

  test('a key file with comments is read, and one fitting key among several is enough', async () => {
    const other = await generateX25519Identity()
    const keyFile = new Secret(`# created: 2026-11-21\n# public key: ${recipient}\n${other}\n${identity}\n`)
    expect((await opened(await sealed(content(5)), [999], [keyFile])).length).toBe(5)
  })

  test('a key that does not fit is identity-wrong', async () => {
    const other = new Secret(await generateX25519Identity())
    await expect(opened(await sealed(content(5)), [999], [other])).rejects.toMatchObject({
      code: 'identity-wrong',
    })
  })

  test('no key is identity-missing', async () => {
    const file = await sealed(content(5))
    await expect(opened(file, [999], [])).rejects.toMatchObject({ code: 'identity-missing' })
    await expect(opened(file, [999], [new Secret('# nothing\n')])).rejects.toMatchObject({
      code: 'identity-missing',
    })
  })

  test('a malformed key is identity-wrong and is not repeated', async () => {
    const broken = identity.replace(/...$/, 'AAA')
    const error: unknown = await opened(await sealed(content(5)), [999], [new Secret(broken)]).catch(
      (e: unknown) => e,
    )
    expect(error).toMatchObject({ code: 'identity-wrong', cause: undefined })
    expect(String((error as Error).stack)).not.toContain(broken)
  })

  test('a malformed recipient is config-invalid', () => {
    expect(() => seal(['age1nonsense'])).toThrow(expect.objectContaining({ code: 'config-invalid' }))
    expect(() => seal(['ssh-ed25519 AAAA'])).toThrow(expect.objectContaining({ code: 'config-invalid' }))
  })
})
