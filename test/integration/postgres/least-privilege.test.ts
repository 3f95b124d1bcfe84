import { expect, test } from 'vitest'
import { specOf } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSource } from '../../support/postgres-source.ts'

const SCHEMA = `
  create role keeper login password 'lifeboat-test';
  create table orders (id int primary key, total numeric not null);
  insert into orders select i, i / 3.0 from generate_series(1, 500) i;
  create materialized view secret_totals as select sum(total) from orders;
  create materialized view open_totals as select count(*) from orders;
  grant select on orders, open_totals to keeper;`

test('a login that may not read a materialized view takes a good backup, says so, and its drill compares equal', async () => {
  await using context = await testContext()
  await using source = await startSource({ major: 16 })
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', SCHEMA)
  const kept = keepParts()
  const capture = await engine.capture(
    source.connection('shop', 'keeper'),
    { sink: kept, fingerprint: true },
    engineContext(context),
  )
  expect(capture.fingerprint?.leftOut).toEqual(['public.secret_totals'])
  expect(capture.limitations.join('\n')).toMatch(/secret_totals cannot be read by this login/)
  const parts = kept.source(capture.requirements)
  await using copy = await restoreCopy(engine, { capture, parts }, engineContext(context))
  const expected = capture.fingerprint!
  const actual = await engine.fingerprint(copy.connection, specOf(expected), engineContext(context))
  expect(compare(expected, actual)).toMatchObject({ equal: true, differences: [] })
  const unaware = await engine.fingerprint(
    copy.connection,
    { ...specOf(expected), leftOut: [] },
    engineContext(context),
  )
  expect(compare(expected, unaware).differences).toEqual([
    'materializedView public.secret_totals is unexpected',
  ])
})
