import { isMergeTree, type DatabaseObject } from './objects.ts'
import { quoteIdentifier } from './quote.ts'
import type { Session } from './session.ts'
import { findWord, tokensOf } from './sql-tokens.ts'

/** Engines whose merges join rows. */
const JOINS_ROWS = /(Replacing|Summing|Aggregating|Collapsing|Coalescing|Graphite)/

/** Stops what would change rows before they are compared. Objects without parts are passed over. */
export async function stopMerges(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<void> {
  for (const table of tablesOf(database, objects)) {
    await session.run(`SYSTEM STOP MERGES ${table}`)
    await session.run(`SYSTEM STOP TTL MERGES ${table}`)
  }
}

/** Lets merges go on where they leave the rows as they are; returns a sentence for each table where they would not. */
export async function startMerges(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<readonly string[]> {
  const harmless = objects.filter((object) => !changesRows(object))
  for (const table of tablesOf(database, harmless)) {
    await session.run(`SYSTEM START MERGES ${table}`)
    await session.run(`SYSTEM START TTL MERGES ${table}`)
  }
  return objects.filter(changesRows).flatMap((object) => {
    const [table] = tablesOf(database, [object])
    return table === undefined
      ? []
      : [
          `${object.name}: its merges are stopped, because they would change rows before they are compared; then run SYSTEM START MERGES ${table} and SYSTEM START TTL MERGES ${table}.`,
        ]
  })
}

function changesRows({ storage }: DatabaseObject): boolean {
  if (storage === undefined) return false
  return JOINS_ROWS.test(storage.engine) || findWord(tokensOf(storage.definition), 'TTL') !== -1
}

function tablesOf(database: string, objects: readonly DatabaseObject[]): readonly string[] {
  return objects.flatMap(({ storage }) =>
    storage !== undefined && isMergeTree(storage.engine)
      ? [`${quoteIdentifier(database)}.${quoteIdentifier(storage.name)}`]
      : [],
  )
}
