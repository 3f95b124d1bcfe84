import { LifeboatError } from '../../core/errors.ts'
import type { Database } from './database.ts'
import { needsEnterprise, type SchemaItem } from './schema.ts'

const INDEX_SECONDS = 24 * 3600

/** Makes constraints and indexes and waits until all are online; returns how many the edition does not have. Throws `load-failed`. */
export async function makeSchema(
  database: Database,
  schema: readonly SchemaItem[],
  edition: string,
): Promise<number> {
  const possible = schema.filter((item) => edition === 'enterprise' || !needsEnterprise(item))
  for (const item of possible) {
    await database.run(item.statement).catch((error: unknown) => {
      throw new LifeboatError({
        code: 'load-failed',
        what: `the ${item.kind} ${item.name} could not be made`,
        ...(error instanceof LifeboatError && error.why !== undefined ? { why: error.why } : {}),
        cause: error,
      })
    })
  }
  await database.run(`CALL db.awaitIndexes(${INDEX_SECONDS})`, {}, { write: false })
  return schema.length - possible.length
}
