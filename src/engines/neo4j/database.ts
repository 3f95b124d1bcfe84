import neo4j from 'neo4j-driver'
import type { Context } from '../../core/context.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { addressOf, type Neo4jConnection } from './connection.ts'
import { openDriver, type Driver, type DriverSession } from './driver.ts'
import { explainFirstContact, explainServerError } from './server-error.ts'

type Parameters = Readonly<Record<string, unknown>>
/** The values of one row, in the order of RETURN. */
export type Row = readonly unknown[]

/** A transaction that sees the database of one server. */
export interface Transaction {
  /** Hands over the one column of a large answer; a promise of the taker holds the server back. */
  each(statement: string, take: (value: unknown) => Promise<void> | undefined): Promise<void>
  /** All rows of a small answer. */
  rows(statement: string, parameters?: Parameters): Promise<readonly Row[]>
}

/** An open way to a database. Every method throws `LifeboatError`, and `cancelled` once the run was told to stop. */
export interface Database extends AsyncDisposable {
  /** One statement in a transaction of its own. */
  run(statement: string, parameters?: Parameters, options?: RunOptions): Promise<readonly Row[]>
  /** Reads in one transaction, without a limit of time. The bookmark names the last commit that it may have seen. */
  reading<T>(
    read: (transaction: Transaction) => Promise<T>,
    options?: { readonly after?: string },
  ): Promise<{ readonly result: T; readonly bookmark: string }>
  /** Rows of one reading statement as they come, in a transaction of its own. */
  streaming(statement: string): AsyncIterable<Row>
  /** Writes in one transaction. */
  writing<T>(write: (transaction: Transaction) => Promise<T>): Promise<T>
}

interface RunOptions {
  /** Another database than the connection's. */
  readonly database?: string
  /** Statements that change something; default: true. */
  readonly write?: boolean
}

/** Throws `server-unreachable` or `server-refused-login`. */
export async function openDatabase(connection: Neo4jConnection, context: Context): Promise<Database> {
  if (context.signal.aborted) throw cancelled(context.signal)
  const driver = openDriver(connection)
  const stop = (): void => void driver.close()
  context.signal.addEventListener('abort', stop, { once: true })
  const close = async (): Promise<void> => {
    context.signal.removeEventListener('abort', stop)
    await driver.close()
  }
  const explain = (error: unknown): unknown =>
    context.signal.aborted ? cancelled(context.signal) : explainServerError(error, addressOf(connection))
  const explained = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw explain(error)
    }
  }
  try {
    await driver.reach(connection.database)
  } catch (error) {
    await close()
    if (context.signal.aborted) throw cancelled(context.signal)
    throw explainFirstContact(error, addressOf(connection))
  }
  return {
    run: (statement, parameters, options) =>
      explained(() => run(driver, { ...defaults(connection), ...options, statement, parameters })),
    reading: (read, { after } = {}) =>
      explained(() => within(driver.session({ ...reader(connection), ...bookmarked(after) }), context, read)),
    streaming: (statement) => stream(driver.session(reader(connection)), statement, explain),
    writing: async (write) => {
      const session = driver.session({ database: connection.database })
      return (await explained(() => within(session, context, write))).result
    },
    [Symbol.asyncDispose]: close,
  }
}

function defaults({ database }: Neo4jConnection): Required<RunOptions> {
  return { database, write: true }
}

function reader({ database }: Neo4jConnection) {
  return { database, defaultAccessMode: neo4j.session.READ }
}

function bookmarked(after: string | undefined) {
  return after === undefined ? {} : { bookmarks: after }
}

interface Statement extends Required<RunOptions> {
  readonly statement: string
  readonly parameters: Parameters | undefined
}

/** As a statement of its own, because some are allowed in no other way. */
async function run(
  driver: Driver,
  { database, write, statement, parameters }: Statement,
): Promise<readonly Row[]> {
  const session = driver.session({
    database,
    defaultAccessMode: write ? neo4j.session.WRITE : neo4j.session.READ,
  })
  try {
    const { records } = await session.run(statement, parameters)
    return records.map((record) => [...record.values()])
  } finally {
    await session.close()
  }
}

async function* stream(
  session: DriverSession,
  statement: string,
  explain: (error: unknown) => unknown,
): AsyncGenerator<Row> {
  try {
    for await (const record of session.run(statement, {}, { timeout: 0 })) yield fieldsOf(record)
  } catch (error) {
    throw explain(error)
  } finally {
    await session.close()
  }
}

async function within<T>(
  session: DriverSession,
  { runId }: Context,
  work: (transaction: Transaction) => Promise<T>,
): Promise<{ readonly result: T; readonly bookmark: string }> {
  try {
    // A timeout of 0 lifts the server's own limit.
    const transaction = await session.beginTransaction({ timeout: 0, metadata: { lifeboat: runId } })
    const result = await work({
      each: async (statement, take) => {
        for await (const record of transaction.run(statement)) {
          const taking = take(record.get(0))
          if (taking !== undefined) await taking
        }
      },
      rows: async (statement, parameters) =>
        (await transaction.run(statement, parameters)).records.map(fieldsOf),
    })
    await transaction.commit()
    return { result, bookmark: session.lastBookmarks().join(',') }
  } finally {
    await session.close()
  }
}

function fieldsOf(record: { values(): IterableIterator<unknown> }): Row {
  return [...record.values()]
}
