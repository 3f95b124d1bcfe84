import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { TreeLayer, TreeObject } from '../../../../../src/core/delegation.ts'
import { baseOfIncrement, openDescription } from '../../../../../src/engines/clickhouse/native/increment.ts'

const OBJECT: TreeObject = { name: '.backup', bytes: 1 }

function layerOf(description: string): TreeLayer & { readonly opened: Readable[] } {
  const opened: Readable[] = []
  return {
    backupId: 'increment',
    objects: 1,
    bytes: 1,
    opened,
    async *list() {
      yield OBJECT
    },
    open: async () => {
      const stream = Readable.from([Buffer.from(description)])
      opened.push(stream)
      return stream
    },
  }
}

const head = '<config><version>1</version><uuid>u</uuid>'
const contents = '<contents><file><name>data/a.bin</name></file></contents></config>'

describe('where the base of an increment lies', () => {
  test.each([
    ["S3(lifeboat, 'data/a/')", "S3(lifeboat, 'data/a/')"],
    ['S3(lifeboat, &apos;a &amp;amp; b &lt;c&gt;/&apos;)', "S3(lifeboat, 'a &amp; b <c>/')"],
    ["Disk('backups', 'größe/')", "Disk('backups', 'größe/')"],
  ])('%s', async (written, base) => {
    const layer = layerOf(`${head}<base_backup>${written}</base_backup>${contents}`)
    expect(await baseOfIncrement(layer)).toBe(base)
    expect(layer.opened.every(({ destroyed }) => destroyed)).toBe(true)
  })

  test('nowhere, for one that shares no file with the backup before', async () => {
    const layer = layerOf(head + contents)
    expect(await baseOfIncrement(layer)).toBeUndefined()
    expect(layer.opened.every(({ destroyed }) => destroyed)).toBe(true)
  })

  test.each(['', head, ' '.repeat(70_000)])('what describes nothing is refused', async (damaged) => {
    const layer = layerOf(damaged)
    await expect(baseOfIncrement(layer)).rejects.toMatchObject({ code: 'part-malformed' })
    expect(layer.opened.every(({ destroyed }) => destroyed)).toBe(true)
  })
})

test('a description leads to another place, and is otherwise what it was', async () => {
  const layer = layerOf(`${head}<base_backup>S3(lifeboat, 'old/')</base_backup>${contents}`)
  const led = (await openDescription(layer, OBJECT))?.leadTo("Disk('backups', 'new one/')")
  expect(await text(led?.content ?? Readable.from([]))).toBe(
    `${head}<base_backup>Disk('backups', 'new one/')</base_backup>${contents}`,
  )
  expect(led?.longerBy).toBe("Disk('backups', 'new one/')".length - "S3(lifeboat, 'old/')".length)
})
