import { expect, test } from 'vitest'
import { Spool } from '../../../../src/engines/redis/spool.ts'

/** A file that takes at most so many bytes at a time. */
function file(most: number) {
  const written: Buffer[] = []
  let writes = 0
  return {
    content: () => Buffer.concat(written),
    writes: () => writes,
    writev: async (pieces: readonly NodeJS.ArrayBufferView[]) => {
      writes += 1
      const all = Buffer.concat(pieces as readonly Buffer[])
      const taken = all.subarray(0, Math.min(most, all.length))
      written.push(Buffer.from(taken))
      return { bytesWritten: taken.length, buffers: [...pieces] }
    },
  }
}

const pieces = Array.from({ length: 4000 }, (_, index) =>
  Buffer.alloc(1 + ((index * 7919) % 1500), index % 251),
)

test.each([Infinity, 1000, 65_536])(
  'pieces come in order and whole, where a write takes %d bytes',
  async (most) => {
    const target = file(most)
    const spool = new Spool(target as never)
    for (const piece of pieces) await spool.add(piece)
    await spool.end()
    expect(target.content().equals(Buffer.concat(pieces))).toBe(true)
  },
)

test.each([
  ['ENOSPC', 'disk-full'],
  ['EFBIG', 'capture-failed'],
  ['EIO', 'capture-failed'],
])('a write that fails with %s is told as %s, at the latest at the end', async (errno, code) => {
  const cause = Object.assign(new Error(errno), { code: errno })
  const spool = new Spool({ writev: () => Promise.reject(cause) })
  await spool.add(Buffer.alloc(2 << 20))
  await expect(spool.end()).rejects.toMatchObject({ code, cause })
})

test('many pieces are written at a time', async () => {
  const target = file(Infinity)
  const spool = new Spool(target as never)
  for (const piece of pieces) await spool.add(piece)
  await spool.end()
  expect(target.writes()).toBeLessThan(5)
})

test('nothing is written of nothing', async () => {
  const target = file(Infinity)
  const spool = new Spool(target as never)
  await spool.add(Buffer.alloc(0))
  await spool.end()
  expect(target.writes()).toBe(0)
})
