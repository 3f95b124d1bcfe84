import { sha256Hex } from '../canonical.ts'
import { ledgerSchema, type LedgerBatch } from '../schema/ledger-schema.ts'
import { ledgerPath, recordPath } from './paths.ts'

/** One ledger file with its digest, which the next one repeats. */
export interface PublishedBatch extends LedgerBatch {
  readonly path: string
  readonly digest: string
}

export interface LedgerFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface Chain {
  readonly batches: readonly PublishedBatch[]
  /** One sentence for everything that breaks the chain; none when it is whole. */
  readonly breaks: readonly string[]
}

/** Reads the ledger files (in path order) as one chain and says where it is broken. */
export function checkChain(files: Iterable<LedgerFile>): Chain {
  const batches: PublishedBatch[] = []
  const breaks: string[] = []
  const seen = new Map<string, string>()
  for (const file of files) {
    const batch = parseBatch(file)
    if (batch === undefined) {
      breaks.push(`${file.path} is not a ledger file`)
      continue
    }
    breaks.push(...breaksAt(batch, batches.at(-1)), ...repeated(batch, seen))
    batches.push(batch)
  }
  return { batches, breaks }
}

function parseBatch({ path, bytes }: LedgerFile): PublishedBatch | undefined {
  try {
    const parsed = ledgerSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
    return parsed.success ? { ...parsed.data, path, digest: sha256Hex(bytes) } : undefined
  } catch {
    return undefined
  }
}

function breaksAt(batch: PublishedBatch, before: PublishedBatch | undefined): readonly string[] {
  const breaks: string[] = []
  const expected = (before?.sequence ?? 0) + 1
  if (batch.path !== ledgerPath(batch.sequence))
    breaks.push(`${batch.path} says it is batch ${batch.sequence}`)
  if (batch.sequence !== expected)
    breaks.push(`batch ${batch.sequence} stands where batch ${expected} should`)
  if (batch.previous !== (before?.digest ?? null)) {
    breaks.push(`batch ${batch.sequence} does not continue the batch before it`)
  }
  return breaks
}

function repeated(batch: PublishedBatch, seen: Map<string, string>): readonly string[] {
  return batch.entries.flatMap(({ id, path }) => {
    const breaks: string[] = []
    const first = seen.get(id)
    if (first !== undefined) breaks.push(`record ${id} is in ${first} and again in ${batch.path}`)
    if (path !== recordPath(id)) breaks.push(`record ${id} is entered under the path ${path}`)
    seen.set(id, batch.path)
    return breaks
  })
}
