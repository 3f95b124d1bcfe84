import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutBlocks } from '../../../src/runtime/blocks.ts'

async function* give(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks
}

test('blocks are equal but the last, are the stream in order, and use no more buffers than allowed', async () => {
  const input = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 30 })
  const plan = fc.record({
    blockBytes: fc.integer({ min: 1, max: 40 }),
    blockCount: fc.integer({ min: 1, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(input, plan, async (chunks, { blockBytes, blockCount }) => {
      const seen: Buffer[] = []
      const lasts: boolean[] = []
      const memories = new Set<ArrayBufferLike>()
      for await (const block of cutBlocks(give(chunks), { blockBytes, blockCount })) {
        seen.push(Buffer.from(block.bytes))
        lasts.push(block.last)
        memories.add(block.bytes.buffer)
        block.release()
      }
      expect(Buffer.concat(seen)).toEqual(Buffer.concat(chunks))
      expect(seen.slice(0, -1).every(({ length }) => length === blockBytes)).toBe(true)
      expect(lasts).toEqual(seen.map((_, index) => index === seen.length - 1))
      expect(memories.size).toBeLessThanOrEqual(blockCount)
    }),
  )
})

test('waits while all buffers are held', async () => {
  const blocks = cutBlocks(give([Buffer.from('aabbcc')]), { blockBytes: 2, blockCount: 2 })
  const first = await blocks.next()
  const second = await blocks.next()
  let given = false
  const third = blocks.next().then((result) => {
    given = true
    return result
  })
  await new Promise((resolve) => setImmediate(resolve))
  expect(given).toBe(false)
  expect(Buffer.from(first.value?.bytes ?? []).toString()).toBe('aa')
  first.value?.release()
  expect((await third).value?.bytes.toString()).toBe('cc')
  expect(second.value?.bytes.toString()).toBe('bb')
})
