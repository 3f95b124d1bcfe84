import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { reconcile, type Side } from '../../../src/reconcile/reconcile.ts'

let workDir: string
beforeAll(async () => {
  workDir = await mkdtemp(join(tmpdir(), 'reconcile-test-'))
})
afterAll(() => rm(workDir, { recursive: true, force: true }))

const never = new AbortController().signal

function side(keys: Iterable<string>): Side {
  return { keys: streamed(keys), explain: async (error) => error }
}

async function* streamed(keys: Iterable<string>): AsyncGenerator<string> {
  yield* keys
}

test('it counts what sets of keys do not have in common, whatever the keys, their order and repetitions', async () => {
  const key = fc.oneof(fc.string(), fc.integer({ min: 0, max: 40 }).map(String))
  await fc.assert(
    fc.asyncProperty(fc.array(key), fc.array(key), async (truth, derived) => {
      const found = await reconcile({ truth: side(truth), derived: side(derived), workDir, signal: never })
      const [here, there] = [new Set(truth), new Set(derived)]
      expect(found).toMatchObject({
        truth: { count: here.size },
        derived: { count: there.size },
        missing: { count: here.difference(there).size },
        orphaned: { count: there.difference(here).size },
      })
      expect(found.truth.digest === found.derived.digest).toBe(here.symmetricDifference(there).size === 0)
      expect(await readdir(workDir)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, n) => String(n + from))
}

test('many blocks of every partition are compared whole', async () => {
  // 600 keys a partition fill more than one block of it.
  const [truth, derived] = [numbers(0, 600_000), numbers(7, 600_003)]
  const found = await reconcile({ truth: side(truth), derived: side(derived), workDir, signal: never })
  expect(found).toMatchObject({
    truth: { count: 600_000 },
    derived: { count: 599_996 },
    missing: { count: 7 },
    orphaned: { count: 3 },
  })
  expect(found.missing.samples).toHaveLength(5)
  expect(found.orphaned.samples).toHaveLength(3)
})

test('samples are digests of keys, the first by digest, and never keys', async () => {
  const keys = Array.from({ length: 50 }, (_, n) => `secret ${n}`)
  const found = await reconcile({ truth: side(keys), derived: side([]), workDir, signal: never })
  const again = await reconcile({ truth: side(keys.toReversed()), derived: side([]), workDir, signal: never })
  expect(found).toEqual(again)
  expect(found.missing.samples).toEqual(found.missing.samples.toSorted())
  for (const sample of found.missing.samples) expect(sample).toMatch(/^[0-9a-f]{32}$/)
})

test('nothing of a side can be found while it is compared, so that a run that is killed leaves nothing', async () => {
  const seen: string[][] = []
  async function* watched(): AsyncGenerator<string> {
    yield* numbers(0, 10)
    const [folder = ''] = await readdir(workDir)
    seen.push(await readdir(join(workDir, folder)))
  }
  const truth: Side = { keys: watched(), explain: async (error) => error }
  await reconcile({ truth, derived: side([]), workDir, signal: never })
  expect(seen).toEqual([[]])
})

async function* failing(): AsyncGenerator<string> {
  yield 'one'
  throw new Error('connection reset')
}

test('a side that fails is told as what it really was, and leaves nothing', async () => {
  const real = new LifeboatError({ code: 'sandbox-exhausted', what: 'no memory was left' })
  const bad: Side = { keys: failing(), explain: async () => real }
  const work = reconcile({ truth: side(['one']), derived: bad, workDir, signal: never })
  await expect(work).rejects.toBe(real)
  expect(await readdir(workDir)).toEqual([])
})

test('told to stop it stops in the middle of a side, and leaves nothing', async () => {
  const stop = new AbortController()
  let given = 0
  async function* endless(): AsyncGenerator<string> {
    for (;;) {
      given += 1
      if (given === 1000) stop.abort(new LifeboatError({ code: 'cancelled', what: 'enough' }))
      yield String(given)
    }
  }
  const truth: Side = { keys: endless(), explain: async (error) => error }
  const work = reconcile({ truth, derived: side([]), workDir, signal: stop.signal })
  await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  expect(given).toBeLessThan(1010)
  expect(await readdir(workDir)).toEqual([])
})
