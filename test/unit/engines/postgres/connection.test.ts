import { describe, expect, it } from 'vitest'
import { Secret, type SecretReference } from '../../../../src/core/secret.ts'
import { connect } from '../../../../src/engines/postgres/connection.ts'
import { destination } from '../../../../src/engines/postgres/destination.ts'

const reveal = (reference: SecretReference) =>
  Promise.resolve(new Secret('env' in reference ? (VALUES[reference.env] ?? '') : ''))
const VALUES: Readonly<Record<string, string>> = {
  PASSWORD: 'pa ss',
  URL: 'postgres://app:p%40ss@db.example.com/orders?sslmode=verify-full&sslrootcert=/ca.pem&application_name=x',
  PLAIN_URL: 'postgresql://app@localhost:5433/orders',
  PREFER_URL: 'postgres://app:hidden@db.example.com/orders?sslmode=prefer',
  ODD_URL: 'postgres://app:hidden@db.example.com/orders?options=-csearch_path%3Dx',
  NO_URL: 'hidden',
  BAD_ESCAPE_URL: 'postgres://app:hid%den@db.example.com/orders',
}

describe('a connection', () => {
  it('is read from a URL', async () => {
    const made = await connect({ url: { env: 'URL' } }, reveal)
    expect(made).toMatchObject({ host: 'db.example.com', port: 5432, database: 'orders', user: 'app' })
    expect(made.password?.reveal()).toBe('p@ss')
    expect(made.tls).toEqual({ mode: 'verify-full', caFile: '/ca.pem' })
    expect(JSON.stringify(made)).not.toContain('p@ss')
  })

  it('with a % that is no escape is refused without repeating it', async () => {
    const error: unknown = await connect({ url: { env: 'BAD_ESCAPE_URL' } }, reveal).catch(
      (one: unknown) => one,
    )
    expect(error).toMatchObject({ code: 'config-invalid', fix: expect.stringContaining('%25') as string })
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('den@')
  })

  it('is verified by default unless the server is on this computer', async () => {
    const parts = { database: 'd', user: 'u', password: { env: 'PASSWORD' } }
    const modes = ['10.0.0.1', 'db', 'localhost', '127.0.0.1', '::1', '/var/run/postgresql'].map(
      async (host) => (await connect({ host, ...parts }, reveal)).tls.mode,
    )
    expect(await Promise.all(modes)).toEqual([
      'verify-full',
      'verify-full',
      'disable',
      'disable',
      'disable',
      'disable',
    ])
    expect((await connect({ url: { env: 'PLAIN_URL' } }, reveal)).port).toBe(5433)
  })

  it.each(['PREFER_URL', 'ODD_URL', 'NO_URL'])('refuses %s without repeating its secret', async (env) => {
    const failure: unknown = await connect({ url: { env } }, reveal).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'config-invalid' })
    expect(String(failure)).not.toContain('hidden')
  })
})

describe('a destination', () => {
  it('is a URL, or another database of the same server', async () => {
    const source = await connect({ url: { env: 'URL' } }, reveal)
    expect(destination(source, 'copy')).toEqual({ ...source, database: 'copy' })
    expect(destination(source, 'postgres://me@other.example.com/copy')).toMatchObject({
      host: 'other.example.com',
      user: 'me',
      tls: { mode: 'verify-full' },
    })
    expect(() => destination(undefined, 'copy')).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
  })

  it.each([
    '',
    ' ',
    'a/b',
    'ü'.repeat(32),
    'postgres://me@other.example.com/a%2Fb',
    `postgres://me@other.example.com/${'x'.repeat(64)}`,
  ])('named %j is bad usage', async (into) => {
    const source = await connect({ url: { env: 'URL' } }, reveal)
    expect(() => destination(source, into)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
  })

  it('may have a name as long as the server takes', async () => {
    const source = await connect({ url: { env: 'URL' } }, reveal)
    expect(destination(source, 'x'.repeat(63)).database).toHaveLength(63)
  })

  it('with a % that begins no escape is a bad address', () => {
    expect(() => destination(undefined, 'postgres://me:a%zz@other.example.com/copy')).toThrow(
      expect.objectContaining({ code: 'config-invalid' }),
    )
  })
})
