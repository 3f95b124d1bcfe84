import type { Check, EngineContext, PartSource } from '../../../core/engine.ts'
import { isLifeboatError } from '../../../core/errors.ts'
import type { Tools } from '../../../core/machine.ts'
import { adminPrograms } from './admin-programs.ts'
import { readArchive } from './archive.ts'
import { BACKUP } from '../online/parts.ts'
import { DUMP, SYSTEM_DUMP } from './parts.ts'
import { programWords } from './program-words.ts'

const ARCHIVES = [DUMP, SYSTEM_DUMP]
const UNREAD = 'only the programs of the Enterprise edition read it'

/** Reads every archive to its end, and has Neo4j read what it says of itself. */
export async function parseArchives(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  if (parts.names.includes(BACKUP)) return [{ name: BACKUP, result: 'skipped', detail: UNREAD }]
  await using tools = await context.tools(adminPrograms(version))
  const checks: Check[] = []
  for (const name of parts.names.filter((each) => ARCHIVES.includes(each)))
    checks.push(await parseDump(name, { parts, tools, context }))
  return checks
}

interface Parsing {
  readonly parts: PartSource
  readonly tools: Tools
  readonly context: EngineContext
}

async function parseDump(name: string, { parts, tools, context }: Parsing): Promise<Check> {
  try {
    await readArchive(await parts.open(name), context)
    const stdin = await parts.open(name)
    const { stdout } = await tools.run({ program: 'neo4j-admin', args: INFO, stdin })
    return { name, result: 'passed', detail: `neo4j-admin reads it: ${sizeIn(stdout)}` }
  } catch (error) {
    if (isLifeboatError(error, 'program-failed'))
      return { name, result: 'failed', detail: programWords(error) }
    if (isLifeboatError(error, 'part-malformed')) return { name, result: 'failed', detail: error.message }
    throw error
  }
}

const INFO = ['database', 'load', 'neo4j', '--info', '--from-stdin']

/** `36 files, 2420506 bytes`; the name of the database stays out. */
function sizeIn(printed: string): string {
  const [, files] = /^Files: (\d+)$/m.exec(printed) ?? []
  const [, bytes] = /^Bytes: (\d+)$/m.exec(printed) ?? []
  return `${files ?? 'unknown'} files, ${bytes ?? 'unknown'} bytes`
}
