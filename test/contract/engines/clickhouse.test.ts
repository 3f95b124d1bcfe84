import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '../../../src/core/secret.ts'
import type { ClickHouseConnection } from '../../../src/engines/clickhouse/connection.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { openSession } from '../../../src/engines/clickhouse/session.ts'
import { testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'
import { describeEngine } from './engine-contract.ts'
import type { EngineSource, Mutation } from './engine-fixture.ts'

const SEED = [
  'CREATE DATABASE shop',
  'CREATE TABLE shop.orders (id UInt64, state LowCardinality(String), note Nullable(String), amount Decimal(12, 2), weight Float64) ENGINE = MergeTree ORDER BY id',
  `INSERT INTO shop.orders SELECT number, if(number % 2 = 0, 'new', 'paid'), nullIf(repeat('x', number % 5), 'xx'), number / 3, number / 7 FROM numbers(5000)`,
  'CREATE TABLE shop.events (at DateTime, kind UInt8, payload String) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY at',
  `INSERT INTO shop.events SELECT toDateTime('2024-01-01 00:00:00', 'UTC') + number * 60, number % 10, hex(MD5(toString(number))) FROM numbers(50000)`,
  'CREATE TABLE shop.latest (id UInt32, version UInt32, state String) ENGINE = ReplacingMergeTree(version) ORDER BY id',
  `INSERT INTO shop.latest SELECT number % 100, number, toString(number) FROM numbers(100)`,
  `INSERT INTO shop.latest SELECT number % 100, number + 1, toString(number) FROM numbers(100)`,
  'CREATE TABLE shop.log (line String) ENGINE = Log',
  `INSERT INTO shop.log SELECT 'line ' || toString(number) FROM numbers(100)`,
  `CREATE VIEW shop.paid AS SELECT * FROM shop.orders WHERE state = 'paid'`,
  `CREATE MATERIALIZED VIEW shop.per_kind ENGINE = SummingMergeTree ORDER BY kind AS SELECT kind, count() AS events FROM shop.events GROUP BY kind`,
  `INSERT INTO shop.events VALUES ('2024-02-01 00:00:00', 3, 'seen by the view')`,
]

/** Each is a statement, or several; merges run again for those that rewrite parts. */
const MUTATIONS: Readonly<Record<string, readonly string[]>> = {
  'a value': ['ALTER TABLE orders UPDATE amount = amount + 0.01 WHERE id = 17'],
  'a NULL made empty': ["ALTER TABLE orders UPDATE note = '' WHERE id = 2"],
  'an empty made NULL': ['ALTER TABLE orders UPDATE note = NULL WHERE id = 5'],
  'the last digit of a float': ['ALTER TABLE orders UPDATE weight = weight + 1e-13 WHERE id = 70'],
  'a removed row': ['ALTER TABLE events DELETE WHERE payload = hex(MD5(toString(7)))'],
  'a doubled row': ['INSERT INTO events SELECT * FROM events LIMIT 1'],
  'two rows that exchange a value': [
    'ALTER TABLE orders UPDATE state = if(id = 10, (SELECT state FROM orders WHERE id = 11), (SELECT state FROM orders WHERE id = 10)) WHERE id IN (10, 11)',
  ],
  'a row of a log': ["INSERT INTO log VALUES ('one more')"],
  'a row of a materialized view': ['INSERT INTO per_kind VALUES (99, 1)'],
  'a changed view': ['DROP VIEW paid', "CREATE VIEW paid AS SELECT * FROM orders WHERE state = 'new'"],
  'a changed default': ["ALTER TABLE orders MODIFY COLUMN note DEFAULT 'none'"],
  'a dropped table': ['DROP TABLE latest'],
}

describeEngine<ClickHouseConnection>({ name: 'clickhouse', engine, start })

async function start(): Promise<EngineSource<ClickHouseConnection>> {
  const server = await startClickHouse()
  for (const statement of SEED) await server.sql(statement)
  const connection = connectionTo(server)
  return {
    connection,
    refused: { ...connection, password: new Secret('not-the-password') },
    absent: { ...connection, port: 1 },
    secrets: [server.password, 'not-the-password'],
    mutations: Object.entries(MUTATIONS).map(([name, statements]): Mutation<ClickHouseConnection> => ({
      name,
      run: (copy) => execute(copy, statements),
    })),
    write: (signal) => write(server, signal),
    leftovers: async () => {
      const listed = await server.sql("SELECT name FROM system.databases WHERE name LIKE '\\_\\_bk%'")
      return listed === '' ? [] : listed.split('\n')
    },
    question: { text: 'SELECT count() FROM events', answer: '50001' },
    keys: {
      question: 'SELECT id FROM orders WHERE id < 3',
      answer: ['0', '1', '2'],
      many: { question: 'SELECT number FROM numbers(1000000)', count: 1_000_000 },
    },
    rules: {
      counted: [
        [{ kind: 'count', dataset: 'log' }, 100],
        [{ kind: 'notNull', dataset: 'orders', columns: ['id', 'note'] }, 1000],
        [{ kind: 'unique', dataset: 'orders', columns: ['state'] }, 4998],
        [{ kind: 'unique', dataset: 'orders', columns: ['id', 'note'] }, 0],
        [
          {
            kind: 'references',
            dataset: 'latest',
            columns: ['id'],
            to: { dataset: 'orders', columns: ['id'] },
          },
          0,
        ],
        [
          {
            kind: 'references',
            dataset: 'orders',
            columns: ['id'],
            to: { dataset: 'latest', columns: ['id'] },
          },
          4900,
        ],
      ],
      unsupported: [{ kind: 'unique', dataset: 'orders', columns: [] }],
    },
    writes: ['DROP TABLE log', "INSERT INTO log VALUES ('asked')"],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function execute(connection: ClickHouseConnection, statements: readonly string[]): Promise<void> {
  await using context = await testContext()
  await using session = await openSession(connection, context, connection.database)
  await session.run('SYSTEM START MERGES')
  for (const statement of statements) await session.run(statement, { mutations_sync: '1' })
}

/** Rows come, change, go and are merged without a pause. */
async function write({ sql }: StartedClickHouse, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    await sql(`INSERT INTO shop.events SELECT now(), ${round % 10}, 'written ${round}' FROM numbers(100)`)
    await sql(`INSERT INTO shop.latest VALUES (${round % 100}, ${1000 + round}, 'written')`)
    await sql(`ALTER TABLE shop.orders UPDATE note = 'round ${round}' WHERE id = ${round % 5000}`)
    if (round % 10 === 0) await sql('OPTIMIZE TABLE shop.latest FINAL')
    await sleep(1)
  }
}
