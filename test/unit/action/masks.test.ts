import fc from 'fast-check'
import { expect, test } from 'vitest'
import { masksOf } from '../../../src/action/masks.ts'

test('a secret is masked raw, encoded for URLs and in Base64', () => {
  expect(masksOf('p@ss/w+rd!')).toEqual(
    expect.arrayContaining([
      'p@ss/w+rd!',
      'p%40ss%2Fw%2Brd!',
      'p%40ss%2Fw%2Brd%21',
      'p%40ss%2fw%2brd%21',
      'cEBzcy93K3JkIQ==',
    ]),
  )
})

test('the password inside a URL is masked by itself, decoded and as it stands there', () => {
  const masks = masksOf('postgres://app:p%40ss%2Fword@db.example:5432/shop')
  expect(masks).toEqual(expect.arrayContaining(['p%40ss%2Fword', 'p@ss/word']))
  expect(masks.some((mask) => 'db.example:5432/shop'.includes(mask))).toBe(false)
  expect(masksOf('redis://h/0?password=geheim-1')).toContain('geheim-1')
})

test('each line of a secret of several is masked', () => {
  expect(masksOf('# a comment\r\nAGE-SECRET-KEY-1QQ\nx')).toEqual(
    expect.arrayContaining(['# a comment', 'AGE-SECRET-KEY-1QQ']),
  )
})

test('nothing shorter than four characters is masked: it would hide every third word', () => {
  fc.assert(
    fc.property(fc.string(), (secret) => {
      expect(masksOf(secret).filter((mask) => mask.length < 4)).toEqual([])
    }),
  )
  expect(masksOf('abc')).toEqual([])
})

test('wherever a secret stands in what is encoded in Base64, a mask covers all that depends on it alone', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
      const text = Buffer.from(before + secret + after)
      const masks = masksOf(secret)
      expect(masks.some((mask) => text.toString('base64').includes(mask))).toBe(true)
      expect(masks.some((mask) => text.toString('base64url').includes(mask))).toBe(true)
    }),
  )
})
