import { describe, expect, test } from 'vitest'
import { Secret } from '../../../../src/core/secret.ts'
import { connectionSchema } from '../../../../src/engines/clickhouse/config.ts'
import { connect } from '../../../../src/engines/clickhouse/connection.ts'
import { destination } from '../../../../src/engines/clickhouse/destination.ts'
import { atEndpoint } from '../../../../src/engines/clickhouse/endpoint.ts'

const PASSWORD = 'p%40ss'
const byUrl = (url: string, rest = {}) =>
  connect({ url: { env: 'URL' }, ...rest }, async () => new Secret(url))

describe('a connection', () => {
  test('by its parts or by a URL is the same', async () => {
    const parts = {
      host: 'db.internal',
      database: 'shop',
      user: 'lifeboat',
      password: { env: 'PASSWORD' },
      tls: {},
    }
    const one = await connect(parts, async () => new Secret('p@ss'))
    const other = await byUrl(`https://lifeboat:${PASSWORD}@db.internal/shop`)
    expect(one).toEqual({ ...other, tls: {} })
    expect(one).toMatchObject({
      port: 8443,
      database: 'shop',
      mode: 'portable',
      format: 'native',
      compress: true,
    })
    expect(other.password?.reveal()).toBe('p@ss')
  })

  test.each([
    ['http://localhost/shop', { port: 8123, tls: undefined, compress: false, user: 'default' }],
    ['http://u@[::1]:80/shop', { host: '::1', port: 80, compress: false }],
    ['https://u@db:443/shop', { port: 443, compress: true }],
    ['http://db?database=shop', { port: 8123, database: 'shop' }],
  ])('%s', async (url, expected) => {
    expect(await byUrl(url)).toMatchObject(expected)
  })

  test.each([
    'http://u:geheim@db:9000/shop',
    'https://u:geheim@db:9440/shop',
    'clickhouse://u:geheim@db/shop',
    'tcp://u:geheim@db:9000',
  ])('the native protocol gets a clear answer: %s', async (url) => {
    const error = await byUrl(url).catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code: 'config-invalid', fix: expect.stringContaining('8123') as string })
    expect(String(error)).toMatch(/native protocol.*9000/)
    expect(String(error)).not.toContain('geheim')
  })

  test('so does its port', () => {
    const parsed = connectionSchema.safeParse({ host: 'db', port: 9000, database: 'shop' })
    expect(parsed.error?.issues.map(({ message }) => message).join(' ')).toContain('8123')
  })

  test.each(['http://db', 'ftp://db/shop', 'nonsense', 'http://u:%zz@db/shop'])(
    'a URL that is none says so: %s',
    async (url) => {
      await expect(byUrl(url)).rejects.toMatchObject({ code: 'config-invalid' })
    },
  )

  test('tls with http is refused rather than ignored', async () => {
    await expect(byUrl('http://db/shop', { tls: {} })).rejects.toMatchObject({ code: 'config-invalid' })
  })
})

describe('a destination', () => {
  test('is another database of the same server, or an address of its own', async () => {
    const source = await byUrl('https://u:p@db/shop')
    expect(destination(source, 'shop_restored')).toEqual({ ...source, database: 'shop_restored' })
    expect(destination(source, 'http://u@localhost/copy')).toMatchObject({
      host: 'localhost',
      database: 'copy',
    })
  })

  test.each([
    ['system', 'not-supported'],
    ['default', 'not-supported'],
    ['a/b', 'usage-invalid'],
    [' ', 'usage-invalid'],
    ['http://db:9000/copy', 'config-invalid'],
  ])('%s is refused', async (into, code) => {
    const source = await byUrl('https://u:p@db/shop')
    expect(() => destination(source, into)).toThrow(expect.objectContaining({ code }) as Error)
  })

  test('needs a server', () => {
    expect(() => destination(undefined, 'copy')).toThrow(/no target/)
  })
})

test('at the near end of a tunnel the certificate is asked for the name that was written', async () => {
  const source = await byUrl('https://u:p@db/shop')
  const near = atEndpoint(source, { host: '127.0.0.1', port: 4000 })
  expect(near).toMatchObject({ host: '127.0.0.1', port: 4000, tls: { serverName: 'db' } })
  expect(atEndpoint(near, { host: '127.0.0.1', port: 5000 }).tls?.serverName).toBe('db')
})
