import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { canonicalBytes, canonicalDigest, sha256Hex } from '../../../src/evidence/canonical.ts'

const integerJson = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json')),
    fc.dictionary(fc.string({ unit: 'binary' }), tie('json'), { noNullPrototype: true }),
  ),
})).json

function text(value: unknown): string {
  return new TextDecoder().decode(canonicalBytes(value))
}

/** The same value with every object's keys in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  )
}

describe('canonicalBytes', () => {
  test('sorts by UTF-16 code units as in RFC 8785 §3.2.3', () => {
    const written =
      '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}'
    expect(Object.values(JSON.parse(text(JSON.parse(written))) as object)).toHaveLength(7)
    expect([...text(JSON.parse(written)).matchAll(/:"([^"]+)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test('escapes and writes literals as in RFC 8785 §3.2.2', () => {
    const written =
      '{"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}'
    const expected = '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    expect(text(JSON.parse(written))).toBe(expected)
  })

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(integerJson, (value) => canonicalDigest(value) === canonicalDigest(reversed(value))),
    )
  })

  test('is undone by JSON.parse and stable when repeated', () => {
    fc.assert(
      fc.property(integerJson, (value) => {
        const parsed: unknown = JSON.parse(text(value))
        expect(parsed).toEqual(value)
        expect(text(parsed)).toBe(text(value))
      }),
    )
  })

  test.each([
    ['a fraction', { ms: 1.5 }],
    ['an unsafe integer', [2 ** 53]],
    ['NaN', Number.NaN],
    ['an infinity', { rate: Number.POSITIVE_INFINITY }],
    ['undefined', undefined],
    ['an undefined property', { error: undefined }],
    ['a hole', [1, undefined]],
    ['a date', { at: new Date(0) }],
    ['a map', new Map([['a', 1]])],
    ['a bigint', 1n],
    ['a lone surrogate', '\ud800'],
    ['a secret', { url: new Secret('postgres://u:hunter2@h/d') }],
  ])('refuses %s and says nothing of a value that may be secret', (_, value) => {
    expect(() => canonicalBytes(value)).toThrow(expect.objectContaining({ code: 'unexpected' }))
    expect(() => canonicalBytes(value)).not.toThrow('hunter2')
  })
})

test('sha256Hex is the FIPS 180-4 digest', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
