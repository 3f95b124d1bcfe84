import type { EngineContext, TamperRequest, Tampering } from '../../core/engine.ts'
import type { DatasetFingerprint } from '../../core/fingerprint.ts'
import type { Neo4jConnection } from './connection.ts'
import { bucketsWithout } from './coverage.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { openDatabase, type Database } from './database.ts'
import { labelDataset, parseDataset, patternOf } from './dataset-names.ts'
import { OWN_IDS, shortId } from './element-ids.ts'
import { seededChooser, type Chooser } from '../../runtime/seeded-chooser.ts'
import { bucketOf } from './tally.ts'

/** Elements to pick from, so that the pick never reads a whole large dataset. */
const REACH = 1000
const ADDED = 'LifeboatNegativeControl'

/** Changes, adds or removes one property, or removes one node or relationship, by the seed; adds a node where there is nothing. */
export async function tamper(
  connection: Neo4jConnection,
  { fingerprint, seed }: TamperRequest,
  context: EngineContext,
): Promise<Tampering | undefined> {
  await using database = await openDatabase(connection, context)
  const choose = seededChooser(seed)
  for (const dataset of choose.shuffled(fingerprint.datasets.filter(({ count }) => count > 0))) {
    const elementId = await pick(database, dataset, { connection, choose })
    const change = elementId === undefined ? undefined : await alter(database, dataset, { elementId, choose })
    if (change !== undefined) return { dataset: dataset.name, change }
  }
  if (fingerprint.leftOut.length > 0) return undefined
  await database.run(`CREATE (:${ADDED})`)
  return { dataset: labelDataset(ADDED), change: 'added one node' }
}

interface Picking {
  readonly connection: Neo4jConnection
  readonly choose: Chooser
}

/** The id of an element that the comparison looks at. */
async function pick(
  database: Database,
  { name, count, method }: DatasetFingerprint,
  { connection, choose }: Picking,
): Promise<string | undefined> {
  const ids = connection.elementIds ?? OWN_IDS
  const without = bucketsWithout(method)
  const owner = parseDataset(name)?.kind === 'type' ? 'startNode(e)' : 'e'
  const offset = choose.below(Math.max(1, count - REACH))
  for (const skip of offset === 0 ? [0] : [offset, 0]) {
    const rows = await database.run(
      `MATCH ${patternOf(name)} WITH e SKIP toInteger($skip) LIMIT ${REACH} RETURN elementId(e) AS id, elementId(${owner}) AS owner`,
      { skip },
    )
    const compared = rows
      .map((row) => row.map(String))
      .filter(([, node = '']) => !without.has(bucketOf(ids.exportedId(shortId(node)))))
    const chosen = compared[choose.below(Math.max(1, compared.length))]?.[0]
    if (chosen !== undefined) return chosen
  }
  return undefined
}

interface Change {
  readonly change: string
  readonly statement: string
}

/** Constraints may refuse some changes; a removal always works. */
async function alter(
  database: Database,
  { name }: DatasetFingerprint,
  { elementId, choose }: { readonly elementId: string; readonly choose: Chooser },
): Promise<string | undefined> {
  const isRelationship = parseDataset(name)?.kind === 'type'
  const match = `MATCH ${isRelationship ? '()-[e]->()' : '(e)'} WHERE elementId(e) = $elementId`
  const removal: Change = isRelationship
    ? { change: 'removed one relationship', statement: `${match} DELETE e RETURN 1` }
    : { change: 'removed one node', statement: `${match} DETACH DELETE e RETURN 1` }
  const [row] = await database.run(`${match} RETURN keys(e)`, { elementId })
  const keys = choose.shuffled((row?.[0] ?? []) as readonly string[])
  const attempts: readonly Change[] = choose.shuffled([
    removal,
    { change: 'added one property', statement: `${match} SET e.lifeboatNegativeControl = 1 RETURN 1` },
    ...(keys.length === 0
      ? []
      : [
          { change: 'removed one property', statement: `${match} REMOVE e[$key] RETURN 1` },
          { change: 'changed one property', statement: `${match} SET e[$key] = ${OTHER} RETURN 1` },
        ]),
  ])
  for (const { change, statement } of [...attempts, removal]) {
    if (await succeeds(database, statement, { elementId, key: keys[0] ?? '' })) return change
  }
  return undefined
}

/** Another value, of the same type where that is simple. */
const OTHER =
  "CASE WHEN e[$key] IS :: INTEGER THEN CASE e[$key] WHEN 0 THEN 1 ELSE e[$key] - sign(e[$key]) END WHEN e[$key] IS :: BOOLEAN THEN NOT e[$key] WHEN e[$key] IS :: STRING THEN e[$key] + '.' ELSE 'changed' END"

async function succeeds(
  database: Database,
  statement: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  try {
    return (await database.run(statement, parameters)).length === 1
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return false
  }
}
