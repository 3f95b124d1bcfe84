import { expect, test } from 'vitest'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import { openPlainProject } from '../../support/cli/plain-project.ts'
import { collectionOf } from '../../support/native-bench.ts'
import { startClickHouse } from '../../support/servers/clickhouse.ts'
import { startMinio } from '../../support/servers/minio.ts'
import { BUCKET } from '../../support/stores/s3-bucket.ts'

test('every verb treats what the server wrote as a part of the backup, and says that it is not sealed', async () => {
  await using minio = await startMinio()
  await minio.createBucket(BUCKET)
  await using server = await startClickHouse({ config: collectionOf(minio) })
  await server.sql('CREATE DATABASE shop')
  await server.sql('CREATE TABLE shop.orders (id UInt64, note String) ENGINE = MergeTree ORDER BY id')
  await server.sql('INSERT INTO shop.orders SELECT number, randomString(100) FROM numbers(50000)')
  const identity = await generateX25519Identity()
  const environment = {
    SHOP_URL: `http://${server.user}:${server.password}@${server.host}:${server.port}/shop`,
    S3_USER: minio.user,
    S3_PASSWORD: minio.password,
    LIFEBOAT_IDENTITY: identity,
    // The sandbox's user has to write there.
    TMPDIR: '/tmp',
  }
  const bucket = { type: 's3', bucket: BUCKET, prefix: 'fleet/', endpoint: minio.endpoint }
  const login = { accessKeyId: { env: 'S3_USER' }, secretAccessKey: { env: 'S3_PASSWORD' } }
  const connection = { url: { env: 'SHOP_URL' }, mode: 'native', native: { collection: 'lifeboat' } }
  const configuration = (target: object): object => ({
    stores: { primary: { ...bucket, ...login } },
    encryption: { recipients: [] as string[] },
    targets: { shop: { engine: 'clickhouse', connection, ...target } },
  })
  const recipients = [await identityToRecipient(identity)]
  await using refusing = await openPlainProject({ ...configuration({}), encryption: { recipients } })
  const refused = await refusing.run(['backup', 'shop'], environment)
  expect(refused.exitCode).toBe(6)
  expect(refused.stdout).toContain('encryption: provider')

  const consenting = { ...configuration({ encryption: 'provider' }), encryption: { recipients } }
  await using project = await openPlainProject(consenting)
  const run = async (...args: string[]): Promise<CliEnd> => {
    const end = await project.run(args, environment)
    expect(end.stdout).not.toContain(minio.password)
    expect([args[0], end.exitCode, end.exitCode === 0 ? '' : end.stdout]).toEqual([args[0], 0, ''])
    return end
  }
  const taken = recordOf(await run('backup', 'shop'))
  const id = String(taken['id'])
  expect(taken['delegatedBytes']).toBeGreaterThan(4_000_000)
  expect((await run('list', 'shop')).stdout).toContain(id)
  expect((await run('show', 'shop')).result).toMatchObject({
    manifest: { delegated: [{ name: 'native', sealed: false }] },
  })
  expect(recordOf(await run('verify', 'shop'))).toMatchObject({ opened: true, grade: 1 })
  expect(recordOf(await run('drill', 'shop', '--sandbox', 'process'))).toMatchObject({ proven: true })
  expect((await run('status')).stdout).toContain(`"proven":{`)
  expect((await run('prune', 'shop')).stdout).toContain(id)
  expect((await run('restore', 'shop', '--into', 'shop_again', '--plan')).result).toMatchObject({
    backup: id,
  })
})

function recordOf({ result }: CliEnd): Record<string, unknown> {
  return (result as { targets: [{ record: Record<string, unknown> }] }).targets[0].record
}
