import { expect, test } from 'vitest'
import { storeSchema } from '../../../../src/stores/s3/config.ts'

const aws = { type: 's3', bucket: 'shop-backups', prefix: 'lifeboat/', region: 'eu-west-1' }
const login = { accessKeyId: { env: 'KEY' }, secretAccessKey: { env: 'SECRET' } }

test('accepts AWS with the standard chain, and fills in what is documented', () => {
  expect(storeSchema.parse(aws)).toMatchObject({
    partSize: '8MiB',
    partsInFlight: 4,
    maxParts: 10_000,
    timeout: '60s',
  })
})

test('what it accepted it accepts again unchanged', () => {
  const parsed = storeSchema.parse({ ...aws, ...login, endpoint: 'https://minio.internal:9000' })
  expect(storeSchema.parse(parsed)).toEqual(parsed)
})

test.each([
  ['a literal secret', { ...login, secretAccessKey: 'hunter2' }],
  ['half a login', { accessKeyId: { env: 'KEY' } }],
  ['an unknown key', { buckets: 'x' }],
  ['a login in the endpoint', { endpoint: 'https://user:pass@minio:9000' }],
  ['an endpoint of another protocol', { endpoint: 'ftp://minio' }],
  ['parts below what S3 allows', { partSize: '4MiB' }],
  ['a size without a unit', { partSize: '8' }],
  ['a prefix that leads upwards', { prefix: '../other/' }],
  ['a prefix with an empty name', { prefix: 'a//b' }],
  ['a bucket that is none', { bucket: 'Shop_Backups' }],
  ['an encryption that is none', { serverSideEncryption: { type: 'rot13' } }],
])('refuses %s', (_, change) => {
  expect(storeSchema.safeParse({ ...aws, ...change }).success).toBe(false)
})
