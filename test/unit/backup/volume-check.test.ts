import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { VolumeCheck } from '../../../src/backup/volume-check.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { Manifest } from '../../../src/core/manifest.ts'
import type { StoreReader } from '../../../src/core/store.ts'
import { testContext } from '../../support/context.ts'

const CONTENT = Buffer.from('a volume')

test('a store that is lost in the middle ends the reading: nothing is asked of it any more', async () => {
  await using context = await testContext()
  const sha256 = createHash('sha256').update(CONTENT).digest('hex')
  const volumes = Array.from({ length: 20 }, (_, at) => ({
    key: `data/shop/x/0000.${String(at).padStart(4, '0')}`,
    bytes: CONTENT.length,
    sha256,
  }))
  const asked: string[] = []
  const read = async (key: string): Promise<Readable> => {
    asked.push(key)
    await wait(5)
    if (key.endsWith('0002'))
      throw new LifeboatError({ code: 'store-unreachable', what: 'the store is gone' })
    return Readable.from([CONTENT])
  }
  const store = { name: 'primary', read } as unknown as StoreReader
  const check = new VolumeCheck({ parts: [{ name: 'part', volumes }] } as unknown as Manifest, store, context)
  await expect(check.readRest(2)).rejects.toMatchObject({ code: 'store-unreachable' })
  await wait(200)
  expect(asked.length).toBeLessThan(6)
})
