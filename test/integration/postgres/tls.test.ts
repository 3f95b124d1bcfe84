import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { tlsMajors } from '../../support/servers/postgres-programs.ts'

describe.each(tlsMajors)('TLS to postgres %i', (major) => {
  let test: Awaited<ReturnType<typeof testContext>>
  let source: PostgresSource

  beforeAll(async () => {
    test = await testContext()
    const hba = ['hostnossl all all all reject']
    source = await startSource({ major, tls: true, hba })
  })
  afterAll(async () => {
    await source?.[Symbol.asyncDispose]()
    await test?.[Symbol.asyncDispose]()
  })

  const probe = (tls: object, host = 'localhost') => {
    const { port, user, database, password } = source.server
    const url = `postgres://${user}:${password}@${host}:${port}/${database}`
    const made = engine.connect({ url: { env: 'URL' }, tls }, () => Promise.resolve(new Secret(url)))
    return made.then((connection) => engine.probe(connection, engineContext(test)))
  }

  it('captures from a server that its authority vouches for, with the driver and with pg_dump', async () => {
    const caFile = source.server.tls?.caFile ?? ''
    const connection = {
      ...source.connection('postgres'),
      host: 'localhost',
      tls: { mode: 'verify-full' as const, caFile },
    }
    const request = { sink: keepParts(), fingerprint: true }
    const capture = await engine.capture(connection, request, engineContext(test))
    expect(capture.fingerprint?.coverage).toEqual({ kind: 'exact' })
  })

  it('refuses a server that only another authority would vouch for', async () => {
    const caFile = source.server.tls?.strangerCaFile ?? ''
    await expect(probe({ mode: 'verify-full', caFile })).rejects.toMatchObject({
      code: 'server-unreachable',
      fix: expect.stringContaining('tls.caFile') as string,
    })
  })

  it('refuses a server whose authority nobody knows', async () => {
    await expect(probe({ mode: 'verify-full' })).rejects.toMatchObject({ code: 'server-unreachable' })
  })

  it('encrypts without checking when told to, and not at all when told to', async () => {
    await expect(probe({ mode: 'require' })).resolves.toMatchObject({ missing: [] })
    await expect(probe({ mode: 'disable' })).rejects.toMatchObject({ code: 'server-refused-login' })
  })
})
