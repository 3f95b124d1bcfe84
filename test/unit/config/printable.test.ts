import { expect, test } from 'vitest'
import { holdsSecret, printable } from '../../../src/config/printable.ts'

test.each([
  'postgres://app:hunter2@db.internal/orders',
  'https://:hunter2@cache.internal',
  'AGE-SECRET-KEY-1QQQ',
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  'host=db.internal user=app password=hunter2',
])('%s holds a secret', (text) => {
  expect(holdsSecret(text)).toBe(true)
  expect(printable(text, ['name'])).toBeUndefined()
})

test.each([
  'postgres://app@db.internal/orders',
  'https://store.internal:9000/bucket',
  'select count(*) from users where password = token',
  'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
])('%s holds none', (text) => {
  expect(holdsSecret(text)).toBe(false)
})

test.each([['password'], ['secretAccessKey'], ['accessToken'], ['url'], ['identities', 0]])(
  'what stands under %s is never printed',
  (...path) => {
    expect(printable('hunter2', path)).toBeUndefined()
  },
)

test('other values are printed, long ones in part', () => {
  expect(printable('db', ['host'])).toBe('"db"')
  expect(printable(7, ['port'])).toBe('7')
  expect(printable({}, ['tls'])).toBe('a mapping')
  expect(printable('x'.repeat(80), ['host'])).toBe(`"${'x'.repeat(60)}…"`)
})
