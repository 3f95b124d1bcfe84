import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fingerprint } from '../../../../../src/core/fingerprint.ts'
import { fingerprintDump, fingerprintStill } from '../../../../../src/engines/neo4j/offline/standstill.ts'

/** A database that counts its commits; its fingerprint is its number of them. */
function countingDatabase() {
  let transaction = 5
  const commit = (times = 1): void => void (transaction += times)
  const bookmark = async (): Promise<string> => {
    const bytes = [0x91, 0xcc, 0x10, ...Buffer.alloc(16), transaction, 0x90]
    return `FB:${Buffer.from(bytes).toString('base64')}`
  }
  const fingerprint = async (): Promise<Fingerprint> => ({ seed: String(transaction) }) as Fingerprint
  return { commit, last: () => BigInt(transaction), source: { bookmark, fingerprint } }
}

describe('a fingerprint during which', () => {
  test('nothing was committed is taken at once', async () => {
    const { source } = countingDatabase()
    expect(await fingerprintStill(source)).toMatchObject({ fingerprint: { seed: '5' } })
  })

  test('something was committed is taken again', async () => {
    const { source, commit } = countingDatabase()
    let commits = 2
    const busy = {
      ...source,
      fingerprint: async () => {
        const taken = await source.fingerprint()
        if (commits-- > 0) commit()
        return taken
      },
    }
    expect(await fingerprintStill(busy)).toMatchObject({ fingerprint: { seed: '7' } })
  })

  test('something was committed each time is given up', async () => {
    const { source, commit } = countingDatabase()
    const busy = { ...source, fingerprint: async () => (commit(), await source.fingerprint()) }
    expect(await fingerprintStill(busy)).toBeUndefined()
  })
})

test('whenever somebody writes, the fingerprint is of the dump or there is none', async () => {
  const writes = fc.record({ before: fc.nat(2), after: fc.nat(2), later: fc.nat(2), answers: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(writes, async ({ before, after, later, answers }) => {
      const { source, commit, last } = countingDatabase()
      const still = await fingerprintStill(source)
      commit(before)
      const lastTransaction = last()
      commit(after)
      let asked = 0
      const bookmark = async (): Promise<string> => {
        if ((asked += 1) === 2) commit(later)
        return await source.bookmark()
      }
      const found = await fingerprintDump({ ...source, bookmark }, still, { lastTransaction, answers })
      const provable = before === 0 || (answers && after === 0 && later === 0)
      expect(found?.seed).toBe(provable ? String(lastTransaction) : undefined)
    }),
  )
})

describe('nothing is concluded from', () => {
  test.each(['neo4j:bookmark:v1:tx6', 'FB:', 'unknown'])('the bookmark %j', async (bookmark) => {
    const { source } = countingDatabase()
    const moved = { ...source, bookmark: async () => 'another' }
    const still = { bookmark, fingerprint: await source.fingerprint() }
    expect(await fingerprintDump(moved, still, { lastTransaction: 6n, answers: true })).toBeUndefined()
  })

  test('a store whose last transaction is not known, unless the bookmark is the same after the restart', async () => {
    const { source, commit } = countingDatabase()
    const still = await fingerprintStill(source)
    const unknown = { lastTransaction: undefined, answers: true }
    expect(await fingerprintDump(source, still, unknown)).toBe(still?.fingerprint)
    commit()
    expect(await fingerprintDump(source, still, unknown)).toBeUndefined()
  })
})

test('a server that breaks off afterwards costs the fingerprint, not the backup', async () => {
  const { source, commit, last } = countingDatabase()
  const still = await fingerprintStill(source)
  commit()
  const broken = { ...source, bookmark: () => Promise.reject(new Error('gone')) }
  expect(await fingerprintDump(broken, still, { lastTransaction: last(), answers: true })).toBeUndefined()
})
