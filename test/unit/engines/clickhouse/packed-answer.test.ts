import { pipeline, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32, zstdCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { LifeboatError } from '../../../../src/core/errors.ts'
import { guardAnswer } from '../../../../src/engines/clickhouse/exception-guard.ts'
import { guardPacked } from '../../../../src/engines/clickhouse/packed-answer.ts'

const TAG = 'a tag of this answer'
const ROWS = Buffer.from('row '.repeat(500_000))
const SAID = `__exception__\r\n${TAG}\r\nCode: 241. DB::Exception: no memory. (MEMORY_LIMIT_EXCEEDED)\r\n70 ${TAG}\r\n__exception__\r\n`

function explain(error: unknown): Error {
  return error instanceof LifeboatError ? error : new Error(`explained: ${(error as Error).message}`)
}

function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

/** What comes of an answer that arrives in pieces. */
function answer(content: Buffer | Readable, passed = { bytes: 0, crc32: 0 }): Promise<Buffer> {
  const source = content instanceof Readable ? content : Readable.from(pieces(content))
  const gate = guardPacked(guardAnswer(TAG, explain, passed))
  return buffer(pipeline(source, gate, () => undefined))
}

test('a compressed answer passes as it is, and what it holds is counted', async () => {
  const packed = zstdCompressSync(ROWS)
  const passed = { bytes: 0, crc32: 0 }
  expect(await answer(packed, passed)).toEqual(packed)
  expect(passed).toEqual({ bytes: ROWS.length, crc32: crc32(ROWS) })
})

test('an error message behind the rows fails the answer', async () => {
  const packed = zstdCompressSync(Buffer.concat([ROWS, Buffer.from(SAID)]))
  await expect(answer(packed)).rejects.toThrow(/explained: .*no memory/)
})

test('an answer that is cut fails, whether or not the connection says so', async () => {
  const packed = zstdCompressSync(ROWS)
  await expect(answer(packed.subarray(0, -5))).rejects.toMatchObject({ code: 'part-malformed' })
  const broken = Readable.from(
    (function* () {
      yield packed.subarray(0, 20)
      throw new Error('reset')
    })(),
  )
  await expect(answer(broken)).rejects.toThrow('explained: reset')
})

test('an answer that nobody wants any more stops', async () => {
  let asked = 0
  const endless = new Readable({
    read() {
      asked += 1
      this.push(zstdCompressSync(ROWS).subarray(0, 40))
    },
  })
  const gate = guardPacked(guardAnswer(TAG, explain))
  const content = pipeline(endless, gate, () => undefined)
  content.destroy(new Error('enough'))
  await expect(buffer(content)).rejects.toThrow('enough')
  expect(endless.destroyed).toBe(true)
  expect(asked).toBeLessThan(3)
})
