import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RestoreRecord } from '../../../src/core/record.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { testContext } from '../../support/context.ts'

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
  expect((await scene.run(['backup', 'shop', 'slow'])).exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

async function restoreInto(name: string, target = 'shop'): Promise<{ exitCode: number; code: unknown }> {
  const { exitCode, result } = await scene.run(['restore', target, '--into', name, '--confirm', name])
  return { exitCode: exitCode ?? -1, code: (result['record'] as RestoreRecord).error?.code }
}

test.each(['postgres', 'template0', 'template1', 'mould'])(
  '%s belongs to the server and is refused',
  async (name) => {
    if (name === 'mould') await scene.source.sql('postgres', 'create database mould is_template true')
    const before = await scene.source.sql(
      'postgres',
      "select count(*) from pg_class where relname = 'orders'",
    )
    expect(await restoreInto(name)).toEqual({ exitCode: 6, code: 'not-supported' })
    expect(await scene.source.sql('postgres', "select count(*) from pg_class where relname = 'orders'")).toBe(
      before,
    )
  },
)

test.each(['', 'a/b', 'x'.repeat(64)])('the name %j is bad usage', async (name) => {
  expect(await restoreInto(name)).toEqual({ exitCode: 2, code: 'usage-invalid' })
})

/** One statement for every kind that is easily forgotten. */
const KINDS = {
  publication: 'create publication p',
  subscription:
    "create subscription s connection 'host=192.0.2.1' publication p with (connect = false, slot_name = none)",
  'foreign-data wrapper': 'create foreign data wrapper f',
  'foreign server': 'create foreign data wrapper f; create server s foreign data wrapper f',
  collation: "create collation c (provider = libc, locale = 'C')",
  operator: 'create operator +* (leftarg = int, rightarg = int, function = int4pl)',
  extension: 'create extension vector',
  schema: 'create schema s',
  'event trigger':
    "create function f() returns event_trigger language plpgsql as 'begin end'; create event trigger e on ddl_command_end execute function f()",
  cast: 'create cast (text as int) with inout',
  'large object': 'select lo_create(0)',
  'default privileges': 'alter default privileges grant select on tables to public',
  'grant on public': 'grant create on schema public to public',
  'owner of public': 'alter schema public owner to clerk',
  'comment on public': "comment on schema public is 'mine'",
  'text search configuration': 'create text search configuration c (copy = pg_catalog.simple)',
  'access method': 'create access method a type table handler heap_tableam_handler',
  conversion: "create conversion c for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8",
  domain: 'create domain d as int',
}

test.each(Object.entries(KINDS))('a database that holds only a %s is not empty', async (_, script) => {
  await using context = await testContext()
  const inspect = () => engine.inspect(scene.source.connection('beginning'), engineContext(context))
  await scene.source.sql('postgres', 'create database beginning')
  try {
    expect(await inspect()).toMatchObject({ exists: true, objects: 0 })
    await scene.source.sql('beginning', script)
    expect((await inspect()).objects).toBeGreaterThan(0)
  } finally {
    await scene.source.sql('beginning', 'drop subscription if exists s')
    await scene.source.sql('postgres', 'drop database beginning with (force)')
  }
})

test('an empty database with an owner, a setting and a grant of its own is taken', async () => {
  await scene.source.sql('postgres', 'create database prepared owner clerk')
  await scene.source.sql(
    'prepared',
    "alter database prepared set work_mem = '8MB'; grant connect on database prepared to clerk",
  )
  await using context = await testContext()
  const found = await engine.inspect(scene.source.connection('prepared'), engineContext(context))
  expect(found).toMatchObject({ exists: true, objects: 0 })
})

test.each(['into a new database', 'into an empty one'])(
  'of two restores %s at once the later is refused',
  async (which) => {
    if (which === 'into an empty one') await scene.source.sql('postgres', 'create database twice')
    const ends = await Promise.all([restoreInto('twice'), restoreInto('twice')])
    const [good, refused] = ends.toSorted((a, b) => a.exitCode - b.exitCode)
    expect(good).toEqual({ exitCode: 0, code: undefined })
    expect(refused?.exitCode).toBe(6)
    expect(['busy', 'destination-not-empty']).toContain(refused?.code)
    expect(await scene.source.sql('twice', 'select count(*) from orders')).toBe('500')
    await scene.source.sql('postgres', 'drop database twice')
  },
)
