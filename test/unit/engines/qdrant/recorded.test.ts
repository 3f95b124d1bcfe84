import { expect, it } from 'vitest'
import type { CollectionInfo } from '../../../../src/engines/qdrant/collections.ts'
import { parseExact } from '../../../../src/engines/qdrant/exact-json.ts'
import { inventoryOf, schemaDigest } from '../../../../src/engines/qdrant/inventory.ts'
import { BUCKETS, Buckets } from '../../../../src/engines/qdrant/points/buckets.ts'
import { PageDigester } from '../../../../src/engines/qdrant/points/digest-page.ts'
import { readExchanges } from '../../../support/servers/qdrant/recordings.ts'

const ALL = Array.from({ length: BUCKETS }, (_, bucket) => bucket)
const exchanges = new Map((await readExchanges()).map(({ name, text = '' }) => [name, text]))

function digest(name: string): { readonly count: number; readonly digest: string } {
  const buckets = new Buckets()
  new PageDigester('seed', buckets).add(Buffer.from(exchanges.get(name) ?? ''))
  return buckets.total(ALL)
}

it.each([
  ['049_A_scroll_plain128_page1', '134_B_scroll_plain128_page1'],
  ['053_A_scroll_named_page1', '138_B_scroll_named_page1'],
  ['057_A_scroll_indexed_page1', '142_B_scroll_indexed_page1'],
])('digests what a real server told before and after a restore as the same: %s', (before, after) => {
  expect(digest(before)).toEqual(digest(after))
  expect(digest(before).count).toBe(64)
})

it('tells the pages of one collection apart', () => {
  const pages = ['049_A_scroll_plain128_page1', '050_A_scroll_plain128_page2', '051_A_scroll_plain128_page3']
  expect(new Set(pages.map((page) => digest(page).digest)).size).toBe(3)
})

function inventory(name: string) {
  const { result } = parseExact(exchanges.get(name) ?? '') as { readonly result: CollectionInfo }
  return inventoryOf(new Map([['collection', result]]), [])
}

it.each([
  ['043_A_info_plain128', '136_B_info_plain128', 1],
  ['044_A_info_named', '140_B_info_named', 1],
  ['045_A_info_indexed', '144_B_info_indexed', 12],
] as const)(
  'finds the definition of a collection unchanged by a real restore: %s',
  (before, after, items) => {
    expect(inventory(before)).toEqual(inventory(after))
    expect(inventory(before)).toHaveLength(items)
    expect(schemaDigest(inventory(before))).toEqual(schemaDigest(inventory(after)))
  },
)

it('keeps every digit of a collection’s metadata', () => {
  expect(inventory('044_A_info_named')[0]?.value).toContain('"n":9007199254740993')
})
