import { expect, test } from 'vitest'
import type { StoreAddress } from '../../../../../src/core/store.ts'
import { isSamePlace, placeOf } from '../../../../../src/engines/clickhouse/native/place.ts'

const rows = async (): Promise<readonly string[][]> => [['/var/lib/clickhouse/backups/']]
const none = async (): Promise<readonly string[][]> => []
const folder = (path: string): StoreAddress => ({ kind: 'folder', path })

const bucket: StoreAddress = {
  kind: 's3',
  bucket: 'shop',
  prefix: "lifeboat/data/a'b/",
  pathStyle: true,
  login: async () => {
    throw new Error('a key is asked for')
  },
}

test('a bucket is named by a collection, never with a key', async () => {
  expect(await placeOf(bucket, { collection: 'lifeboat' }, { rows })).toBe(
    String.raw`S3(${'`lifeboat`'}, 'lifeboat/data/a\'b/')`,
  )
  const below = { collection: 'lifeboat', collectionPrefix: 'lifeboat/' }
  expect(await placeOf(bucket, below, { rows })).toBe(String.raw`S3(${'`lifeboat`'}, 'data/a\'b/')`)
})

test.each([{}, { collection: 'lifeboat', collectionPrefix: 'other/' }])(
  'refuses a bucket with %o',
  async (settings) => {
    await expect(placeOf(bucket, settings, { rows })).rejects.toMatchObject({ code: 'config-invalid' })
  },
)

test('a folder is named by its path, or by a disk that holds it', async () => {
  expect(await placeOf(folder('/srv/store/data/x.tree/'), {}, { rows })).toBe(
    `File('/srv/store/data/x.tree/')`,
  )
  const inside = folder('/var/lib/clickhouse/backups/data/x.tree/')
  expect(await placeOf(inside, { disk: 'bk' }, { rows })).toBe(`Disk('bk', 'data/x.tree/')`)
  const outside = placeOf(folder('/srv/store/'), { disk: 'bk' }, { rows })
  await expect(outside).rejects.toMatchObject({ code: 'config-invalid' })
  await expect(placeOf(inside, { disk: 'bk' }, { rows: none })).rejects.toMatchObject({
    code: 'config-invalid',
  })
})

test.each([
  ["S3(lifeboat, 'a/')", "S3(`lifeboat`,'a/')", true],
  ["File('/srv/a/')", "File( '/srv/a/' )", true],
  ["File('/srv/my store/a/')", "File('/srv/mystore/a/')", false],
  ["File('/srv/a`b/')", "File('/srv/ab/')", false],
  ["File('/srv/it\\'s a/')", "File('/srv/it\\'sa/')", false],
  ["File('/srv/a/')", "File('/srv/b/')", false],
])('%s and %s are one place: %s', (one, other, same) => {
  expect(isSamePlace(one, other)).toBe(same)
})
