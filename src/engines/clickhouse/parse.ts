import { text } from 'node:stream/consumers'
import type { Check, EngineContext, PartSource } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Tools } from '../../core/machine.ts'
import { NATIVE_PART } from './native/back-up.ts'
import { ACCESS } from './access.ts'
import { countBytes, requireSame } from './counted.ts'
import { readSchema, SCHEMA, type SchemaEntry, type StoredRows } from './schema-part.ts'
import { localNeed } from './server.ts'

/** Has clickhouse-local read every part of rows to its end, and compares bytes and rows with what was captured. */
export async function parse(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  const schema = await parseSchema(parts)
  const tables = schema.entries.flatMap(({ data }) => data ?? [])
  const access = parts.names.includes(ACCESS) ? [await parseAccess(parts)] : []
  const first = [schema.check, ...access, ...unreadable(schema.entries)]
  if (tables.length === 0) return first
  await using tools = await context.tools(localNeed(parts.requirements['serverVersion'] ?? version))
  const checks: Check[] = [...first]
  for (const stored of tables) checks.push(await parseRows(parts, stored, tools))
  return checks
}

/** What the server wrote by itself no program reads. */
function unreadable(entries: readonly SchemaEntry[]): readonly Check[] {
  if (entries.every(({ tree }) => tree === undefined)) return []
  return [{ name: NATIVE_PART, result: 'skipped', detail: "only a server reads a server's own backup" }]
}

async function parseSchema(
  parts: PartSource,
): Promise<{ readonly entries: readonly SchemaEntry[]; readonly check: Check }> {
  try {
    const entries = readSchema(await text(await parts.open(SCHEMA)))
    return { entries, check: { name: SCHEMA, result: 'passed', detail: `${entries.length} definitions` } }
  } catch (error) {
    if (!isLifeboatError(error, 'part-malformed')) throw error
    return { entries: [], check: { name: SCHEMA, result: 'failed', detail: error.message } }
  }
}

async function parseAccess(parts: PartSource): Promise<Check> {
  const statements = (await text(await parts.open(ACCESS))).split(';\n')
  const whole = statements.length > 1 && statements.at(-1) === ''
  return {
    name: ACCESS,
    result: whole ? 'passed' : 'failed',
    detail: whole ? `${statements.length - 1} statements` : 'it does not end with a statement',
  }
}

async function parseRows(parts: PartSource, stored: StoredRows, tools: Tools): Promise<Check> {
  const name = stored.part
  const passed = { bytes: 0, crc32: 0 }
  const counted = (await parts.open(name)).compose(countBytes(passed))
  try {
    const { stdout } = await tools.run({
      program: 'clickhouse-local',
      args: ['--query', `SELECT count() FROM file('-', '${stored.format}')`],
      stdin: counted,
    })
    const rows = Number(stdout.trim())
    requireSame(stored, passed)
    if (stored.rows !== undefined && rows !== stored.rows) throw otherRows(stored, rows)
    return { name, result: 'passed', detail: `clickhouse-local read ${rows} rows` }
  } catch (error) {
    // What the program says of rows that it cannot read quotes them.
    if (isLifeboatError(error, 'program-failed')) return { name, result: 'failed', detail: error.what }
    if (!isLifeboatError(error, 'part-malformed')) throw error
    return { name, result: 'failed', detail: error.message }
  }
}

function otherRows({ part, rows }: StoredRows, found: number): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: `${part} does not hold what was captured`,
    why: `${found} rows of ${rows}`,
  })
}
