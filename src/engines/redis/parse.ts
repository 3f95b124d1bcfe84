import type { Check, EngineContext, PartSource } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { DUMP } from './parts.ts'
import { need } from './server.ts'

/** Has redis-check-rdb read the whole dump and its checksum. */
export async function parse(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  await using tools = await context.tools(need(parts.requirements['redisVersion'] ?? version))
  const path = await tools.writeFile(DUMP, await parts.open(DUMP))
  try {
    await tools.run({ program: 'redis-check-rdb', args: [path] })
    return [{ name: DUMP, result: 'passed', detail: 'redis-check-rdb read it to its end' }]
  } catch (error) {
    if (!isLifeboatError(error, 'program-failed')) throw error
    return [{ name: DUMP, result: 'failed', detail: error.message }]
  } finally {
    await tools.removeFile(path)
  }
}
