import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBackup } from '../../../src/backup/backup.ts'
import type { RunEvent } from '../../../src/core/context.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import type { ReconcileRule } from '../../../src/core/reconcile.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import type { Policy } from '../../../src/core/target.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import type { GroupDrillJob } from '../../../src/groups/drill-group.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import type { ContextParts } from '../../../src/runtime/context.ts'
import { engineContext, testContext } from '../context.ts'
import { drillPlan, drillTarget } from '../drill-bench.ts'
import { startSource, type PostgresSource } from '../postgres-source.ts'
import { testImage } from '../servers/image.ts'

/** A group of two databases: `shop` is the source of truth, and `search` was made of it. */
export interface GroupBench extends AsyncDisposable {
  readonly source: PostgresSource
  readonly store: StoreAdmin
  readonly events: readonly RunEvent[]
  /** A drill of the group; parts replace the job's own. */
  job(parts?: JobParts): Promise<GroupDrillJob>
  /** Backs one member up. */
  backUp(target: 'search' | 'shop'): Promise<BackupRecord>
  /** Ids of the runs whose sandboxes may be looked for. */
  readonly runIds: readonly string[]
}

interface JobParts extends Partial<Pick<GroupDrillJob, 'selector' | 'taken' | 'seams'>> {
  readonly rules?: readonly ReconcileRule[]
  readonly plan?: object
  readonly context?: Partial<ContextParts>
  readonly policy?: Partial<Policy>
  readonly rtoMs?: number
}

const SHOP = `
  create table orders (id bigint primary key, customer bigint, at timestamptz not null default now());
  insert into orders select n, n % 7, now() - interval '1 hour' from generate_series(1, 200) n;
`
const SEARCH = `
  create table entries (order_id text);
  insert into entries select n::text from generate_series(1, 200) n;
`

const POLICY: Policy = {
  project: 'bench',
  digest: 'ab'.repeat(32),
  disclosure: 'full',
  evidenceKey: async () => ({ id: 'test-key', secret: new Secret('evidence') }),
}

/** Every order is found, and nothing else. */
export const RULE: ReconcileRule = {
  name: 'every order is found',
  truth: { target: 'shop', keys: "select id::text from orders where at <= '{earliest}'" },
  derived: { target: 'search', keys: 'select order_id from entries' },
  tolerance: { missing: { keys: 0 }, orphaned: { keys: 0 } },
  atLeast: 1,
}

export async function openGroupBench(): Promise<GroupBench> {
  await using undo = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'lifeboat-group-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  const source = undo.use(await startSource({ major: 17 }))
  for (const [name, script] of Object.entries({ shop: SHOP, search: SEARCH })) {
    await source.sql('postgres', `create database ${name}`)
    await source.sql(name, script)
  }
  const store = await openStore({ type: 'filesystem', path: join(root, 'store') }, { name: 'primary' })
  const events: RunEvent[] = []
  const runIds: string[] = []
  const contexts = undo.use(new AsyncDisposableStack())
  const jobOf = async (name: string, parts: JobParts): Promise<TargetJob> => {
    const reporter = { report: (event: RunEvent): void => void events.push(event) }
    const context = contexts.use(await testContext({ reporter, ...parts.context }))
    runIds.push(context.runId)
    const connect = async () => source.connection(name)
    return {
      target: drillTarget({ name, connect }, testImage('postgres-17')),
      engine,
      store,
      encryption: { recipients: [], identities: async () => [] },
      policy: { ...POLICY, ...parts.policy },
      context: engineContext(context),
      trigger: { kind: 'manual' },
    }
  }
  const kept = undo.move()
  return {
    source,
    store,
    events,
    runIds,
    job: async ({ rules = [RULE], plan = {}, rtoMs = 900_000, selector, taken, seams, ...parts } = {}) => ({
      group: { name: 'platform', targets: ['search', 'shop'], rtoMs, reconcile: rules },
      members: [await jobOf('search', parts), await jobOf('shop', parts)],
      plan: drillPlan({ provider: 'process', ...plan }),
      ...(selector === undefined ? {} : { selector }),
      ...(taken === undefined ? {} : { taken }),
      ...(seams === undefined ? {} : { seams }),
    }),
    backUp: async (target) => {
      const record = await runBackup(await jobOf(target, {}))
      if (record.error !== undefined) throw new Error(JSON.stringify(events))
      return record
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
