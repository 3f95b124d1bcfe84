import { describe, expect, test } from 'vitest'
import {
  canonicalDefinition,
  isRefreshed,
  moveDefinition,
  newlyReplicated,
  renameObject,
  rightsOf,
  unplaced,
  unrefreshed,
  unreplicated,
} from '../../../../src/engines/clickhouse/definition.ts'

describe('replicated tables', () => {
  const cases = {
    "CREATE TABLE a.t (`x` UInt8) ENGINE = ReplicatedMergeTree('/clickhouse/{uuid}/{shard}', '{replica}') ORDER BY x":
      'CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x',
    "CREATE TABLE a.t (`x` UInt8) ENGINE = ReplicatedReplacingMergeTree('/a', 'r1', version, is_deleted) ORDER BY x":
      'CREATE TABLE a.t (`x` UInt8) ENGINE = ReplacingMergeTree(version, is_deleted) ORDER BY x',
    "CREATE TABLE a.t (`x` UInt8) ENGINE = SharedSummingMergeTree('/a', 'r', (n, m)) ORDER BY x":
      'CREATE TABLE a.t (`x` UInt8) ENGINE = SummingMergeTree((n, m)) ORDER BY x',
    'CREATE TABLE a.t (`x` UInt8) ENGINE = ReplicatedMergeTree ORDER BY x':
      'CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x',
    "CREATE TABLE a.t (`x` UInt8 DEFAULT 'ENGINE = ReplicatedMergeTree') ENGINE = GraphiteMergeTree('rollup') ORDER BY x":
      "CREATE TABLE a.t (`x` UInt8 DEFAULT 'ENGINE = ReplicatedMergeTree') ENGINE = GraphiteMergeTree('rollup') ORDER BY x",
  }
  test.each(Object.entries(cases))('%s', (written, plain) => {
    expect(unreplicated(written)).toBe(plain)
  })

  test('elsewhere are replicas of nothing that exists', () => {
    expect(
      newlyReplicated("CREATE TABLE a.t (`x` UInt8) ENGINE = ReplicatedMergeTree('/a', 'r1') ORDER BY x"),
    ).toBe('CREATE TABLE a.t (`x` UInt8) ENGINE = ReplicatedMergeTree ORDER BY x')
  })
})

const moved = (sql: string): string => moveDefinition(sql, 'shop', 'copy')

describe('another database', () => {
  test('names qualified with it, in queries and in strings', () => {
    expect(moved('CREATE VIEW shop.v AS SELECT `shop`.t.x FROM shop.t JOIN other.shop ON 1')).toBe(
      'CREATE VIEW `copy`.v AS SELECT `copy`.t.x FROM `copy`.t JOIN other.shop ON 1',
    )
    expect(moved("CREATE TABLE shop.b (x UInt8) ENGINE = Buffer('shop', 't', 1)")).toBe(
      "CREATE TABLE `copy`.b (x UInt8) ENGINE = Buffer('copy', 't', 1)",
    )
    expect(moved("SELECT dictGet('shop.names', 'name', 1)")).toBe("SELECT dictGet('copy.names', 'name', 1)")
  })

  test('nothing that only looks like it', () => {
    const sql = String.raw`SELECT 'a shop. it''s \' shop.t', shop, "x".shop.y, workshop.t FROM system.one`
    expect(moved(sql)).toBe(sql)
  })

  test('a definition under another name, whatever the names hold', () => {
    expect(renameObject('CREATE TABLE `a.b`.`c``.\\`d` (`x` UInt8) ENGINE = Log', 'bk', 'e`f')).toBe(
      'CREATE TABLE `bk`.`e\\`f` (`x` UInt8) ENGINE = Log',
    )
  })
})

describe('what is compared', () => {
  test('leaves out where things lie and who made them', () => {
    expect(
      unplaced(
        "CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x SETTINGS storage_policy = 'hot', index_granularity = 8192, disk = 's3' COMMENT 'SETTINGS disk = 1'",
      ),
    ).toBe(
      "CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x SETTINGS index_granularity = 8192 COMMENT 'SETTINGS disk = 1'",
    )
    expect(
      unplaced("CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x SETTINGS storage_policy = 'hot'"),
    ).toBe('CREATE TABLE a.t (`x` UInt8) ENGINE = MergeTree ORDER BY x')
    expect(
      unplaced(
        'CREATE MATERIALIZED VIEW a.v TO a.t (`x` UInt8) DEFINER = `me` SQL SECURITY DEFINER AS SELECT 1 AS x',
      ),
    ).toBe('CREATE MATERIALIZED VIEW a.v TO a.t (`x` UInt8) AS SELECT 1 AS x')
  })

  test('is the same for a copy of another name', () => {
    const source = "CREATE VIEW shop.v AS SELECT dictGet('shop.d', 'n', 1) FROM shop.t"
    expect(canonicalDefinition(moveDefinition(source, 'shop', 'copy'), 'copy')).toBe(
      canonicalDefinition(source, 'shop'),
    )
  })
})

test('a view that refreshes itself is made without its first refresh', () => {
  const written = 'CREATE MATERIALIZED VIEW a.v REFRESH EVERY 1 HOUR TO a.t (`x` UInt8) AS SELECT 1 AS x'
  expect(unrefreshed(written)).toBe(
    'CREATE MATERIALIZED VIEW a.v REFRESH EVERY 1 HOUR TO a.t (`x` UInt8) EMPTY AS SELECT 1 AS x',
  )
  expect(isRefreshed('CREATE MATERIALIZED VIEW a.v TO a.t (`REFRESH` UInt8) AS SELECT 1 AS x')).toBe(false)
})

test('the rights that a view lends are found before its query only', () => {
  const said = 'DEFINER = `me` SQL SECURITY DEFINER'
  expect(rightsOf(`CREATE VIEW a.v (\`x\` UInt8) ${said} AS SELECT 1 AS x`)).toBe(said)
  expect(rightsOf("CREATE VIEW a.v AS SELECT ' SQL SECURITY DEFINER' AS x")).toBeUndefined()
})
