import { Readable, type Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guardAnswer } from '../../../../src/engines/clickhouse/exception-guard.ts'
import { guardPacked } from '../../../../src/engines/clickhouse/packed-answer.ts'
import { errorNumber, explainServerError } from '../../../../src/engines/clickhouse/server-error.ts'
import { parseRows } from '../../../../src/engines/clickhouse/tab-separated.ts'

const written = (value: string | null): string =>
  value === null
    ? String.raw`\N`
    : value.replaceAll(/[\\\t\n\r\0\b\f']/g, (found) => {
        const name = { '\t': 't', '\n': 'n', '\r': 'r', '\0': '0', '\b': 'b', '\f': 'f' }[found]
        return `\\${name ?? found}`
      })

const TAG = '0123456789abcdef'
const through = (chunks: readonly string[], tag: string | undefined, passed = { bytes: 0, crc32: 0 }) =>
  buffer(
    Readable.from(chunks.map((chunk) => Buffer.from(chunk))).compose(
      guardAnswer(tag, (error) => explainServerError(error, 'db'), passed),
    ),
  )

test.each([
  ['plain', (guard: Transform) => guard],
  ['compressed', guardPacked],
])('an answer (%s) that broke off before anybody read it fails with what that means', async (_, wrap) => {
  const content = wrap(guardAnswer(TAG, (error) => explainServerError(error, 'db')))
  const told = new Promise((resolve) => content.once('error', resolve))
  content.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
  expect(await told).toMatchObject({ code: 'connection-lost' })
  await expect(buffer(content)).rejects.toMatchObject({ code: 'connection-lost' })
})

describe('rows', () => {
  test('come back as they were written', () => {
    const value = fc.option(fc.string({ unit: fc.constantFrom('a', '\\', 'N', '\t', '\n', "'", '\0', 'é') }))
    fc.assert(
      fc.property(fc.array(fc.array(value, { minLength: 1 }), { minLength: 1 }), (rows) => {
        const text = rows.map((row) => `${row.map(written).join('\t')}\n`).join('')
        expect(parseRows(text)).toEqual(rows)
      }),
    )
  })

  test('none are none', () => {
    expect(parseRows('')).toEqual([])
    expect(parseRows('\n')).toEqual([['']])
  })
})

describe('an answer', () => {
  const marked = `\r\n__exception__\r\n${TAG}\r\nCode: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)\n80 ${TAG}\r\n__exception__\r\n`
  const old =
    'Code: 241. DB::Exception: Memory limit exceeded. (MEMORY_LIMIT_EXCEEDED) (version 24.3.1.2672 (official build))\n'

  test('passes as it is, counted', async () => {
    const passed = { bytes: 0, crc32: 0 }
    expect((await through(['rows', ' and rows'], TAG, passed)).toString()).toBe('rows and rows')
    expect(passed).toEqual({ bytes: 13, crc32: crc32('rows and rows') })
  })

  test('fails where an error follows its rows, however it is cut', async () => {
    const whole = `rows${marked}`
    for (let at = 0; at <= whole.length; at += 7) {
      const failure = await through([whole.slice(0, at), whole.slice(at)], TAG).catch(
        (error: unknown) => error,
      )
      expect(errorNumber(failure)).toBe(241)
    }
    const far = await through(['x'.repeat(100_000), marked], TAG).catch((error: unknown) => error)
    expect(errorNumber(far)).toBe(241)
    expect(errorNumber(await through(['rows', old], undefined).catch((error: unknown) => error))).toBe(241)
  })

  test('may hold such words as rows', async () => {
    const quoted = `${old} is what somebody logged`
    expect((await through([quoted], undefined)).toString()).toBe(quoted)
    expect((await through([old], TAG)).toString()).toBe(old)
    expect(
      (await through([`\r\n__exception__\r\nof another\r\n__exception__\r\n`], TAG)).length,
    ).toBeGreaterThan(0)
  })
})
