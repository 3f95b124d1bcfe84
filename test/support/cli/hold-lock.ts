import { Client } from 'pg'
import type { CliScene } from './cli-scene.ts'
import { until, type Moment } from './interrupt.ts'

/** Runs statements in a transaction that stays open until it is disposed, in nobody's name. */
export async function holdTransaction(
  { source }: CliScene,
  database: string,
  statements: string,
): Promise<AsyncDisposable> {
  const client = new Client({ connectionString: source.server.urlOf(database) })
  await client.connect()
  await client.query(`begin; ${statements}`)
  return {
    [Symbol.asyncDispose]: async () => {
      await client.query('rollback')
      await client.end()
    },
  }
}

/** When a session of the run waits for a lock; `like` is a pattern of its name. */
export function waitingForLock({ source }: CliScene, like = 'lifeboat/%'): Moment {
  const count = `select count(*) from pg_stat_activity where application_name like '${like}' and wait_event_type = 'Lock'`
  return (cli) => until(cli, async () => (await source.sql('postgres', count)) !== '0')
}
