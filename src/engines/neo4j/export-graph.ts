import type { Writable } from 'node:stream'
import type { Context } from '../../core/context.ts'
import { LifeboatError } from '../../core/errors.ts'
import { collectEagerly } from '../../runtime/small-heap.ts'
import type { Database, Transaction } from './database.ts'
import { OWN_IDS } from './element-ids.ts'
import { FORMAT, type GraphHeader, type GraphTrailer } from './graph-file.ts'
import { LineWriter } from './line-writer.ts'
import { readGraph, type GraphSize } from './read-graph.ts'
import { readSchema, type SchemaItem } from './schema.ts'
import { serverTime } from './server-time.ts'
import { Tally } from './tally.ts'

/** A graph that was read and written out once. */
export interface ExportedGraph {
  /** Where a fingerprint is wanted. */
  readonly tally: Tally | undefined
  readonly schema: readonly SchemaItem[]
  /** Whether nothing was committed while it was read, so that it is one state of the database. */
  readonly exact: boolean
  readonly fromAt: Date
  readonly toAt: Date
}

export interface GraphExport {
  readonly version: string
  /** Of the fingerprint; undefined when none is wanted. */
  readonly seed: string | undefined
  readonly context: Context
}

/**
 * Reads the whole graph in one transaction and writes it out. Reads of Neo4j see what others commit meanwhile, but the bookmark of a
 * read names the last commit before its end: the same one before, of this transaction, and after it means that there was none.
 */
export async function exportGraph(
  database: Database,
  output: Writable,
  { version, seed, context }: GraphExport,
): Promise<ExportedGraph> {
  using _eager = collectEagerly()
  const tally = seed === undefined ? undefined : new Tally(seed)
  const writer = new LineWriter(output)
  const before = await database.reading(serverTime)
  const during = await database.reading(
    async (transaction) => {
      const schema = await readSchema(transaction)
      const header: GraphHeader = { format: FORMAT, version, schema }
      await writer.write(JSON.stringify(header))
      const size = await readGraph(transaction, {
        ids: OWN_IDS,
        tally,
        write: (line) => {
          context.signal.throwIfAborted()
          return writer.write(line)
        },
      })
      await requireReadable(transaction)
      return { schema, size }
    },
    { after: before.bookmark },
  )
  const after = await database.reading(serverTime, { after: during.bookmark })
  const exact = before.bookmark === during.bookmark && during.bookmark === after.bookmark
  const { schema, size } = during.result
  await endWith(writer, { ...size, exact })
  return { tally, schema, exact, fromAt: before.result, toAt: after.result }
}

async function endWith(writer: LineWriter, told: GraphSize & { readonly exact: boolean }): Promise<void> {
  const trailer: GraphTrailer = { ...told, sha256: await writer.digest() }
  await writer.write(JSON.stringify(trailer))
  await writer.end()
}

/** JavaScript takes a property of this name for something else, so it would be lost without a word. */
const UNREADABLE = '__proto__'

async function requireReadable(transaction: Transaction): Promise<void> {
  const keys = await transaction.rows('CALL db.propertyKeys() YIELD propertyKey RETURN propertyKey')
  if (!keys.some(([key]) => key === UNREADABLE)) return
  throw new LifeboatError({
    code: 'capture-failed',
    what: `the database has a property key ${UNREADABLE}, which cannot be read over Bolt from JavaScript`,
    fix: 'rename the property, or back up with mode: offline or online',
  })
}
