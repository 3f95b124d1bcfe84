import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { specOf } from '../../../src/core/fingerprint.ts'
import { checkFingerprint } from '../../../src/backup/fingerprint-schema.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { postgresMajors } from '../../support/servers/postgres-programs.ts'

describe.each(postgresMajors)('two of everything on postgres %i', (major) => {
  let test: Awaited<ReturnType<typeof testContext>>
  let source: PostgresSource

  beforeAll(async () => {
    test = await testContext()
    source = await startSource({ major })
    await source.sql('postgres', 'create database twins')
    await source.file('twins', join(import.meta.dirname, 'twins.sql'))
  })
  afterAll(async () => {
    await source?.[Symbol.asyncDispose]()
    await test?.[Symbol.asyncDispose]()
  })

  it('has a key of its own for each, and comes back equal', async () => {
    const context = engineContext(test)
    const kept = keepParts()
    const request = { sink: kept, fingerprint: true }
    const capture = await engine.capture(source.connection('twins'), request, context)
    const original = checkFingerprint(capture.fingerprint)
    const parts = kept.source(capture.requirements)
    await using copy = await restoreCopy(engine, { capture, parts }, context)
    const restored = await engine.fingerprint(copy.connection, specOf(original), context)
    expect(compare(original, restored)).toMatchObject({ differences: [], equal: true })
    const kinds = new Set(original.inventory.map(({ kind }) => kind))
    expect([...kinds]).toEqual(expect.arrayContaining(['setting', 'constraint', 'transform', 'operator']))
  })

  it('notices when one of two is not as it was', async () => {
    const context = engineContext(test)
    const read = () =>
      engine.fingerprint(source.connection('twins'), { seed: '1', methods: new Map(), leftOut: [] }, context)
    const changes = {
      setting: `alter database twins set statement_timeout = '7s'`,
      'role setting': `alter role "database" in database twins set work_mem = '10MB'`,
      'domain constraint': 'alter domain s2.d drop constraint dc',
      operator: 'drop operator s2.+* (text, text)',
      'default privileges':
        'alter default privileges for role twin_a in schema s1 revoke select on tables from twin_b',
      membership: 'revoke twin_a from "database"',
    }
    const unnoticed: string[] = []
    for (const [name, statement] of Object.entries(changes)) {
      const before = await read()
      await source.sql('twins', statement)
      if (compare(before, await read()).equal) unnoticed.push(name)
    }
    expect(unnoticed).toEqual([])
  })
})
