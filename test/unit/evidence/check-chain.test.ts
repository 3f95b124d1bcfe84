import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { checkChain, type LedgerFile } from '../../../src/evidence/ledger/check-chain.ts'
import { compareLedgerPaths, ledgerPath, recordPath } from '../../../src/evidence/ledger/paths.ts'
import type { LedgerBatch } from '../../../src/evidence/schema/ledger-schema.ts'
import { idOf } from '../../support/evidence/records.ts'

function entryOf(index: number): LedgerBatch['entries'][number] {
  const id = idOf(index)
  return { id, kind: 'backup', target: 'orders', path: recordPath(id), sha256: sha256Hex(id) }
}

/** A whole chain of so many batches with one record each. */
function chainOf(length: number): readonly LedgerFile[] {
  const files: LedgerFile[] = []
  for (let sequence = 1; sequence <= length; sequence++) {
    const before = files.at(-1)
    files.push(
      fileOf({
        sequence,
        previous: before === undefined ? null : sha256Hex(before.bytes),
        entries: [entryOf(sequence)],
      }),
    )
  }
  return files
}

function fileOf(parts: Pick<LedgerBatch, 'sequence' | 'previous' | 'entries'>): LedgerFile {
  const batch: LedgerBatch = {
    format: 'lifeboat-ledger/1',
    collectedAt: '2026-11-21T03:00:00.000Z',
    collectedBy: '20261121T030000Z-collect1',
    ...parts,
  }
  return { path: ledgerPath(parts.sequence), bytes: canonicalBytes(batch) }
}

const length = fc.integer({ min: 2, max: 12 })

test('a whole chain has no breaks, whatever its length', () => {
  for (let each = 0; each < 12; each++) {
    const { batches, breaks } = checkChain(chainOf(each))
    expect(breaks).toEqual([])
    expect(batches.map(({ sequence }) => sequence)).toEqual(
      Array.from({ length: each }, (_, index) => index + 1),
    )
  }
})

describe('a chain is broken', () => {
  test('by the removal of any batch but the last', () => {
    fc.assert(
      fc.property(length, fc.nat(), (size, pick) => {
        const removed = pick % (size - 1)
        return checkChain(chainOf(size).filter((_, index) => index !== removed)).breaks.length > 0
      }),
    )
  })

  test('by any changed byte of any batch but the last', () => {
    fc.assert(
      fc.property(length, fc.nat(), fc.nat(), (size, pick, offset) => {
        const files = chainOf(size)
        const file = files[pick % (size - 1)]
        if (file === undefined) return false
        const bytes = Uint8Array.from(file.bytes)
        const at = offset % bytes.length
        bytes[at] = (bytes[at] ?? 0) ^ 1
        return checkChain(files.map((each) => (each === file ? { ...each, bytes } : each))).breaks.length > 0
      }),
    )
  })

  test('by any exchange of two batches', () => {
    fc.assert(
      fc.property(length, fc.nat(), fc.nat(), (size, a, b) => {
        fc.pre(a % size !== b % size)
        const files = chainOf(size)
        const contents = files.map(({ bytes }) => bytes)
        const [first, second] = [contents[a % size], contents[b % size]]
        if (first === undefined || second === undefined) return false
        contents[a % size] = second
        contents[b % size] = first
        const swapped = files.map(({ path }, index) => ({ path, bytes: contents[index] ?? first }))
        return checkChain(swapped).breaks.length > 0
      }),
    )
  })

  test('by a record that is entered twice', () => {
    const [first] = chainOf(1)
    if (first === undefined) throw new Error('there is a first')
    const again = fileOf({ sequence: 2, previous: sha256Hex(first.bytes), entries: [entryOf(1)] })
    expect(checkChain([first, again]).breaks).toEqual([
      expect.stringContaining('again in ledger/000002.json'),
    ])
  })

  test('by a record under the path of another', () => {
    const file = fileOf({
      sequence: 1,
      previous: null,
      entries: [{ ...entryOf(1), path: recordPath(idOf(2)) }],
    })
    expect(checkChain([file]).breaks).toEqual([expect.stringContaining('entered under the path')])
  })
})

test('the millionth batch follows the 999,999th', () => {
  const paths = [1_000_000, 999_999, 1].map(ledgerPath)
  expect(paths.toSorted(compareLedgerPaths)).toEqual([
    ledgerPath(1),
    ledgerPath(999_999),
    ledgerPath(1_000_000),
  ])
})
