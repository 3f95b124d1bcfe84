import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Database, Row } from './database.ts'
import { decodeValue } from './decode-value.ts'
import { LoadedIds, shortId, type ElementIds } from './element-ids.ts'
import type { GraphReader, NodeLine, RelationshipLine } from './graph-file.ts'
import { statusOf } from './server-error.ts'

const BATCH = 2000
/** Of all values as the export writes them, so that long texts and vectors are held a few at a time. */
const BATCH_CHARACTERS = 500_000
/** Transactions at a time: the server works on one while another is on its way or goes to the disk. */
const WRITERS = 2
/** Of two transactions that wait for each other the server ends one, which then finds the way free. */
const ATTEMPTS = 10
const DEADLOCK = 'Neo.TransientError.Transaction.DeadlockDetected'

/** What was put into a database. */
export interface LoadedGraph {
  readonly ids: ElementIds
  /** Relationships whose ends the export does not hold. */
  readonly dangling: number
}

interface Batch {
  readonly statement: string
  readonly name: unknown
  readonly rows: unknown[][]
}

/** Makes the nodes and relationships of a graph in batches; the next one is read while the server works on those before. */
export class GraphLoader implements GraphReader {
  readonly #ids = new LoadedIds()
  dangling = 0
  readonly #database: Database
  #batches = new Map<string, Batch>()
  #rows = 0
  #characters = 0
  #prefix = ''
  #working: Promise<void>[] = []
  #kind: 'n' | 'r' = 'n'

  constructor(database: Database) {
    this.#database = database
  }

  node([, id, labels, properties]: NodeLine): Promise<void> | undefined {
    const batch = this.#batch(JSON.stringify(labels), labels.length === 0 ? BARE_NODES : NODES, labels)
    return this.#add(batch, [id, this.#decode(properties)])
  }

  relationship([, type, start, end, properties]: RelationshipLine): Promise<void> | undefined {
    if (this.#kind === 'n')
      return this.#begin().then(() => this.relationship(['r', type, start, end, properties]))
    const [from, to] = [this.#ids.madeId(Number(start)), this.#ids.madeId(Number(end))]
    if (from === undefined || to === undefined) {
      this.dangling += 1
      return undefined
    }
    const ends = [`${this.#prefix}${from}`, `${this.#prefix}${to}`]
    return this.#add(this.#batch(type, RELATIONSHIPS, type), [...ends, this.#decode(properties)])
  }

  /** Resolves when everything is in the database. */
  async end(): Promise<LoadedGraph> {
    await this.#settle()
    return { ids: this.#ids.invert(), dangling: this.dangling }
  }

  async #begin(): Promise<void> {
    await this.#settle()
    this.#kind = 'r'
  }

  async #settle(): Promise<void> {
    await this.#flush()
    for (const work of this.#working) await work
    this.#working = []
  }

  #batch(key: string, statement: string, name: unknown): Batch {
    const known = this.#batches.get(key)
    if (known !== undefined) return known
    const batch = { statement, name, rows: [] }
    this.#batches.set(key, batch)
    return batch
  }

  #decode(properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    const decoded: Record<string, unknown> = {}
    for (const [key, value] of Object.entries(properties)) {
      decoded[key] = decodeValue(value)
      this.#characters += charactersOf(value)
    }
    return decoded
  }

  #add({ rows }: Batch, row: unknown[]): Promise<void> | undefined {
    rows.push(row)
    this.#rows += 1
    return this.#rows < BATCH && this.#characters < BATCH_CHARACTERS ? undefined : this.#flush()
  }

  async #flush(): Promise<void> {
    const batches = [...this.#batches.values()]
    this.#batches = new Map()
    this.#rows = 0
    this.#characters = 0
    if (batches.length === 0) return
    if (this.#working.length >= WRITERS) await this.#working.shift()
    const last = this.#working.at(-1)
    const work = this.#kind === 'n' ? this.#makeNodes(batches, last) : this.#makeRelationships(batches)
    // Whoever waits next is told.
    work.catch(() => undefined)
    this.#working.push(work)
  }

  /** Notes the ids after those of the batch before: out of the order of the export they take many times the memory. */
  async #makeNodes(batches: readonly Batch[], before: Promise<void> | undefined): Promise<void> {
    const made = (await this.#write(batches)) as readonly (readonly [string, string])[]
    await before
    const pairs = made.map(([id, elementId]) => [Number(id), Number(shortId(elementId))] as const)
    for (const [exported, id] of pairs.toSorted(([one], [other]) => one - other)) {
      if (!Number.isSafeInteger(exported) || !Number.isSafeInteger(id)) throw unknownIds()
      this.#ids.add(exported, id)
    }
    const [[, example] = ['', '']] = made
    if (example !== '') this.#prefix = example.slice(0, example.length - shortId(example).length)
  }

  async #makeRelationships(batches: readonly Batch[]): Promise<void> {
    const wanted = batches.reduce((sum, { rows }) => sum + rows.length, 0)
    const made = (await this.#write(batches)).reduce((sum, [count]) => sum + Number(count), 0)
    if (made === wanted) return
    throw new LifeboatError({
      code: 'load-failed',
      what: `Neo4j made ${made} of ${wanted} relationships`,
    })
  }

  async #write(batches: readonly Batch[]): Promise<readonly Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#tryToWrite(batches)
      } catch (error) {
        if (attempt === ATTEMPTS || !isDeadlock(error)) throw error
      }
    }
  }

  async #tryToWrite(batches: readonly Batch[]): Promise<readonly Row[]> {
    return await this.#database.writing(async (transaction) => {
      const rows: Row[] = []
      for (const { statement, name, rows: given } of batches) {
        rows.push(...(await transaction.rows(statement, { name, rows: given })))
      }
      return rows
    })
  }
}

const BARE_NODES = 'UNWIND $rows AS row CREATE (n) SET n = row[1] RETURN row[0], elementId(n)'
const NODES = 'UNWIND $rows AS row CREATE (n:$($name)) SET n = row[1] RETURN row[0], elementId(n)'
const RELATIONSHIPS =
  'UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row[0] MATCH (b) WHERE elementId(b) = row[1] CREATE (a)-[r:$($name)]->(b) SET r = row[2] RETURN count(r)'

function isDeadlock(error: unknown): boolean {
  return isLifeboatError(error) && statusOf(error.cause) === DEADLOCK
}

/** How long a value is in the export. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + charactersOf(item), 0)
  return typeof value === 'object' && value !== null ? charactersOf(Object.values(value)) : 1
}

function unknownIds(): LifeboatError {
  return new LifeboatError({
    code: 'load-failed',
    what: 'the ids of nodes do not have the form that this Lifeboat knows',
    fix: 'restore with a newer Lifeboat',
  })
}
