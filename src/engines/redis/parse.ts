import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Check, EngineContext, PartSource } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { readContents } from './contents.ts'
import { dumpsOf } from './parts.ts'
import { productOf } from './product.ts'
import { need } from './programs.ts'
import { DumpChecker } from './rdb/checked-bytes.ts'

/** Reads every dump to its end, value by value, with its checksum; then has the server's own program do so, where it is found. */
export async function parse(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  const writer = parts.requirements['redisVersion'] ?? version
  const folder = await mkdtemp(join(context.workDir, 'redis-'))
  try {
    const checks: Check[] = []
    for (const name of dumpsOf(parts.names))
      checks.push(await parseDump({ parts, name, folder, writer }, context))
    return checks
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface DumpOfPart {
  readonly parts: PartSource
  readonly name: string
  readonly folder: string
  /** The version of the server that wrote it. */
  readonly writer: string
}

async function parseDump(dump: DumpOfPart, context: EngineContext): Promise<Check> {
  const { name, folder } = dump
  const path = join(folder, name)
  try {
    const read = await readWhole(dump, path, context)
    return { name, result: 'passed', detail: `${read}; ${await readNatively(dump, path, context)}` }
  } catch (error) {
    const tooNew = isLifeboatError(error, 'server-too-new')
    const bad = isLifeboatError(error, 'part-malformed') || isLifeboatError(error, 'program-failed')
    if (!bad && !tooNew) throw error
    return { name, result: tooNew ? 'skipped' : 'failed', detail: error.message }
  } finally {
    await rm(path, { force: true })
  }
}

async function readWhole({ parts, name }: DumpOfPart, path: string, context: EngineContext): Promise<string> {
  const checker = new DumpChecker()
  await pipeline(
    await parts.open(name),
    async function* (bytes: AsyncIterable<Buffer>) {
      for await (const chunk of bytes) {
        checker.add(chunk)
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  )
  const checksum = checker.end()
  const { databases } = await readContents(path, { seed: '', context })
  const keys = [...databases.values()].reduce((sum, { sum: { count } }) => sum + count, 0)
  return `${keys} keys in ${databases.size} databases were read${checksum === 'right' ? ', its checksum is right' : ', it has no checksum'}`
}

async function readNatively(
  { name, writer }: DumpOfPart,
  path: string,
  context: EngineContext,
): Promise<string> {
  const program = `${productOf(writer).name}-check-rdb`
  try {
    await using tools = await context.tools(need(writer))
    const seen = await tools.writeFile(name, createReadStream(path))
    try {
      await tools.run({ program, args: [seen] })
    } finally {
      await tools.removeFile(seen)
    }
    return `${program} read it too`
  } catch (error) {
    if (!isLifeboatError(error, 'program-absent') && !isLifeboatError(error, 'program-version')) throw error
    return `${program} of that version was not found here`
  }
}
