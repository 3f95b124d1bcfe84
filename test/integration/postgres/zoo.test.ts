import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Capture } from '../../../src/core/engine.ts'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { restoreCopy, type RestoredCopy } from '../../contract/engines/restored-copy.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { postgresMajors } from '../../support/servers/postgres-programs.ts'

describe.each(postgresMajors)('the zoo on postgres %i', (major) => {
  let test: Awaited<ReturnType<typeof testContext>>
  let source: PostgresSource
  let capture: Capture
  let original: Fingerprint
  let copy: RestoredCopy<PostgresConnection>
  const read = (only?: readonly string[]) =>
    engine.fingerprint(copy.connection, specOf(original, only), engineContext(test))

  beforeAll(async () => {
    test = await testContext()
    source = await startSource({ major })
    await source.sql('postgres', 'create database zoo')
    await source.file('zoo', join(import.meta.dirname, 'zoo.sql'))
    const kept = keepParts()
    const request = { sink: kept, fingerprint: true }
    capture = await engine.capture(source.connection('zoo'), request, engineContext(test))
    if (capture.fingerprint === undefined) throw new Error('the capture has no fingerprint')
    original = capture.fingerprint
    copy = await restoreCopy(
      engine,
      { capture, parts: kept.source(capture.requirements) },
      engineContext(test),
    )
  })
  afterAll(async () => {
    await copy?.[Symbol.asyncDispose]()
    await source?.[Symbol.asyncDispose]()
    await test?.[Symbol.asyncDispose]()
  })

  it('comes back with every row, object, owner, grant and setting', async () => {
    const restored = await read()
    expect(restored.datasets).toEqual(original.datasets)
    expect(restored.inventory).toEqual(original.inventory)
    expect(restored.schema).toEqual(original.schema)
    expect(capture.limitations.join('\n')).toMatch(/generated columns of zoo\.generated/)
  })

  it('digests the cheap way only where text and hash see the same', () => {
    const methods = new Map(original.datasets.map(({ name, method }) => [name, method]))
    expect(methods.get('zoo.cheap')).toBe('record-hash/1')
    expect(methods.get('zoo.values_of_all_types')).toBe('mixed-hash/1')
    expect(methods.get('zoo.listed_ab')).toBe('mixed-hash/1')
    expect(methods.get('zoo.without_columns')).toBe('text-hash/1')
  })

  it('notices each value of each type that is changed', async () => {
    const connection = source.connection('zoo')
    const columns = JSON.parse(
      await source.sql(
        'zoo',
        "select json_agg(quote_ident(attname)) from pg_attribute where attrelid = 'zoo.values_of_all_types'::regclass and attnum > 1 and not attisdropped",
      ),
    ) as string[]
    const only = ['zoo.values_of_all_types']
    const digest = async () => {
      const spec = specOf(original, only)
      return (await engine.fingerprint(connection, spec, engineContext(test))).datasets[0]?.digest
    }
    const seen = new Set([await digest()])
    for (const column of columns) {
      await source.sql('zoo', `update zoo.values_of_all_types set ${column} = null where id = 1`)
      seen.add(await digest())
    }
    expect(seen.size).toBe(columns.length + 1)
  })

  it('notices each object that is missing', async () => {
    const removals = {
      index: 'drop index zoo.items_partial',
      trigger: 'drop trigger touch on zoo.items',
      sequence: 'drop sequence zoo.ticket',
      extension: `do $$ begin execute format('drop extension %I cascade', (select extname from pg_extension where extname <> 'plpgsql' order by 1 limit 1)); end $$`,
      grant: 'revoke usage on schema zoo from zoo_reader',
      policy: 'drop policy own_rows on zoo.secret_rows',
      constraint: 'alter table zoo.orders drop constraint positive_id',
      procedure: 'drop procedure zoo.nothing()',
      comment: 'comment on table zoo.orders is null',
      defaultPrivileges: 'alter default privileges in schema zoo revoke select on tables from zoo_reader',
      role: 'alter role zoo_keeper connection limit 8',
      setting: 'alter role zoo_keeper in database zoo reset lock_timeout',
      statistics: 'drop statistics zoo.items_statistics',
      eventTrigger: 'drop event trigger watch_ddl',
      'text search configuration': 'drop text search configuration zoo.english_copy',
      cast: 'drop cast (zoo.mood as int)',
      publication: 'drop publication some_tables',
    }
    let before = await engine.fingerprint(source.connection('zoo'), specOf(original), engineContext(test))
    const unnoticed: string[] = []
    for (const [kind, statement] of Object.entries(removals)) {
      await source.sql('zoo', statement)
      const after = await engine.fingerprint(source.connection('zoo'), specOf(original), engineContext(test))
      const changed = before.inventory.filter((item) => item.kind === kind)
      const left = after.inventory.filter((item) => item.kind === kind)
      if (isDeepStrictEqual(left, changed)) unnoticed.push(kind)
      before = after
    }
    expect(unnoticed).toEqual([])
  })

  it('tampers in ways that its fingerprint always notices', async () => {
    const context = engineContext(test)
    const changes = new Set<string>()
    const unnoticed: string[] = []
    const only = ['zoo.cheap', 'zoo.duplicates', 'zoo.without_columns', 'zoo.values_of_all_types']
    let before = await read(only)
    for (let seed = 0; seed < 24; seed += 1) {
      const request = { fingerprint: before, seed: `seed ${seed}` }
      const done = await engine.tamper(copy.connection, request, context)
      const after = await read(only)
      const [was, is] = [before, after].map(({ datasets }) =>
        datasets.find(({ name }) => name === done?.dataset),
      )
      if (isDeepStrictEqual(is, was)) unnoticed.push(`${done?.dataset}: ${done?.change}`)
      changes.add((done?.change ?? '').split(' ')[0] ?? '')
      before = after
    }
    expect(unnoticed).toEqual([])
    expect([...changes].toSorted()).toEqual(['changed', 'doubled', 'removed'])
  })
})
