import { pipeline, PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { stopOnAbort } from '../../../src/runtime/cancelled.ts'

test('a stream that is ended before anybody reads it harms nobody, and whoever reads it then is told', async () => {
  const run = new AbortController()
  const small = pipeline([Readable.from([Buffer.from('few bytes')]), new PassThrough()], () => undefined)
  // All of it lies in the last buffer, so nothing listens for errors any more.
  await sleep(10)
  const stream = stopOnAbort(small as unknown as Readable, run.signal)
  run.abort()
  await sleep(10)
  await expect(buffer(stream)).rejects.toMatchObject({ code: 'cancelled' })
})
