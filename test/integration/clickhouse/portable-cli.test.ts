import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import { startClickHouse } from '../../support/servers/clickhouse.ts'

test('a sealed backup of portable mode is proven by a drill and restored beside its source', async () => {
  await using server = await startClickHouse()
  await server.sql('CREATE DATABASE shop')
  await server.sql(
    'CREATE TABLE shop.orders (id UInt64, note Nullable(String)) ENGINE = ReplacingMergeTree ORDER BY id',
  )
  await server.sql(
    "INSERT INTO shop.orders SELECT number, nullIf(toString(number % 7), '3') FROM numbers(50000)",
  )
  await server.sql('CREATE TABLE shop.none (id UInt8) ENGINE = MergeTree ORDER BY id')
  const identity = await generateX25519Identity()
  const connection = { url: { env: 'SHOP_URL' } }
  await using project = await openPlainProject({
    encryption: { recipients: [await identityToRecipient(identity)] },
    targets: { shop: { engine: 'clickhouse', connection } },
  })
  const environment = {
    SHOP_URL: `http://${server.user}:${server.password}@${server.host}:${server.port}/shop`,
    LIFEBOAT_IDENTITY: identity,
    // The sandbox's user has to pass through.
    TMPDIR: '/tmp',
  }
  const run = async (...args: string[]): Promise<CliEnd> => {
    const end = await project.run(args, environment)
    expect(end.stdout).not.toContain(server.password)
    expect([args[0], end.exitCode, end.exitCode === 0 ? '' : end.stdout]).toEqual([args[0], 0, ''])
    return end
  }
  await run('backup', 'shop')
  expect(recordOf(await run('verify', 'shop'))).toMatchObject({ opened: true, grade: 1 })
  expect(recordOf(await run('drill', 'shop', '--sandbox', 'process'))).toMatchObject({
    proven: true,
    grade: 6,
    comparison: { datasetCount: 2, equalCount: 2, schemaEqual: true, inventoryDifferences: [] },
    negativeControl: { detected: true },
  })
  await run('restore', 'shop', '--into', 'shop_again', '--confirm', 'shop_again')
  expect(await server.sql('SELECT count() FROM shop_again.orders')).toBe('50000')
})

function recordOf({ result }: CliEnd): Record<string, unknown> {
  return (result as { targets: [{ record: Record<string, unknown> }] }).targets[0].record
}
