import { finished } from 'node:stream/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Check, EngineContext, PartSource } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { Tools } from '../../core/machine.ts'
import { PARTS } from './capture.ts'
import { programNeed } from './client-programs.ts'
import { splitStatements } from './statements.ts'
import { majorOf } from './version.ts'

/** Reads every part to its end as a restore would: the archive with pg_restore, the scripts statement by statement. */
export async function parse(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  await using tools = await context.tools(programNeed(majorOf(version), ['pg_restore']))
  return [
    await parseArchive(parts, tools),
    await parseScript(parts, PARTS.globals),
    await parseScript(parts, PARTS.database),
  ]
}

/** Converting the archive to a script that nobody keeps reads every data block and every entry of the contents. */
async function parseArchive(parts: PartSource, tools: Tools): Promise<Check> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const stdin = await parts.open(PARTS.data)
  try {
    await Promise.all([
      tools.pipe({ program: 'pg_restore', args: ['--file=-'], stdin }, nowhere),
      // A satisfied pg_restore may close its input before the very end; only what is wrong with the part counts.
      finished(stdin, { writable: false }).catch((error: unknown) => {
        if (isLifeboatError(error)) throw error
      }),
    ])
    return { name: PARTS.data, result: 'passed', detail: 'pg_restore read every entry and data block' }
  } catch (error) {
    if (!isLifeboatError(error, 'program-failed')) throw error
    return { name: PARTS.data, result: 'failed', detail: error.message }
  }
}

async function parseScript(parts: PartSource, name: string): Promise<Check> {
  const statements = splitStatements(await text(await parts.open(name)))
  if (statements.length === 0) return { name, result: 'failed', detail: 'it holds no statement' }
  return { name, result: 'passed', detail: `${statements.length} statements` }
}
