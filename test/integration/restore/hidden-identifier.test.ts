import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RestoreRecord } from '../../../src/core/record.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
  await scene.source.sql(
    'shop',
    `create role hidden login createdb password 'hidden'; grant pg_read_all_data to hidden;
     alter database shop owner to hidden; alter default privileges revoke execute on functions from public`,
  )
  // A provider hides it in every database of its server.
  for (const database of ['postgres', 'template1', 'shop']) {
    await scene.source.sql(database, 'revoke execute on function pg_control_system() from public')
  }
})
afterAll(() => scene[Symbol.asyncDispose]())

function as(user: 'postgres' | 'hidden', host = scene.source.server.host): string {
  const { port, password } = scene.source.server
  return `postgres://${user}:${user === 'hidden' ? 'hidden' : password}@${host}:${port}/shop`
}

test.each([
  { taken: 'hidden', restored: 'postgres' },
  { taken: 'postgres', restored: 'hidden' },
  { taken: 'hidden', restored: 'hidden' },
] as const)(
  'a backup taken as $taken is not restored into its source as $restored',
  async ({ taken, restored }) => {
    expect((await scene.run(['backup', 'shop'], { SHOP_URL: as(taken) })).exitCode).toBe(0)
    // By another address of the same server, so that no address gives it away.
    const environment = { SHOP_URL: as(taken), OTHER_URL: as(restored, 'localhost') }
    const end = await scene.run(
      ['restore', 'shop', '--into', 'env:OTHER_URL', '--confirm', 'shop'],
      environment,
    )
    expect((end.result['record'] as RestoreRecord).error?.code).toBe('destination-is-source')
    expect(end.exitCode).toBe(6)
  },
)
