import { LifeboatError } from '../../../core/errors.ts'
import type { Session } from '../session.ts'

/** Stands for the files of all parts of a table, whatever the parts are called. */
export type PartHash = string

/** The parts of a table by the server's own checksums of their files: no row is read, and merges change it. */
export async function partHash(session: Session, database: string, table: string): Promise<PartHash> {
  const [row] = await session.rows(HASHES, { database, table })
  return `${row?.[0] ?? ''} ${row?.[1] ?? ''}`
}

const HASHES = `
SELECT toString(count()), toString(sum(cityHash64(hash_of_all_files))) FROM system.parts
WHERE database = {database:String} AND table = {table:String} AND active`

/** Throws `load-failed` when a restored table does not have the very parts that were backed up. */
export function requireSameParts(table: string, expected: PartHash, actual: PartHash): void {
  if (expected === actual) return
  const count = (hash: PartHash): string => hash.split(' ')[0] ?? ''
  throw new LifeboatError({
    code: 'load-failed',
    what: 'a restored table does not consist of the parts that were backed up',
    why: `${table} has ${count(actual)} parts, and had ${count(expected)} when it was backed up, or their checksums differ`,
    fix: 'do not trust this backup: verify it, and take a new one',
  })
}
