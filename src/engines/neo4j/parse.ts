import { text } from 'node:stream/consumers'
import type { Check, EngineContext, PartSource } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { decompress } from '../../runtime/zstd.ts'
import { decodeValue } from './decode-value.ts'
import { readGraphFile } from './graph-file.ts'
import { isArchive } from './offline/load.ts'
import { parseArchives } from './offline/parse.ts'
import { ACCESS, GRAPH } from './parts.ts'

/** Reads every line and value of the graph and compares it with what its last line says. */
export async function parse(
  parts: PartSource,
  version: string,
  context: EngineContext,
): Promise<readonly Check[]> {
  if (isArchive(parts.names)) return await parseArchives(parts, version, context)
  return [
    await check(GRAPH, async () => {
      const content = await parts.open(GRAPH)
      const { nodes, relationships } = await readGraphFile(decompress(content, context), {
        node: ([, , , properties]) => decodeAll(properties),
        relationship: ([, , , , properties]) => decodeAll(properties),
      })
      return `${nodes} nodes and ${relationships} relationships`
    }),
    await check(ACCESS, async () => {
      const access: unknown = JSON.parse(await text(await parts.open(ACCESS)))
      return `${Object.keys(access ?? {}).length} lists`
    }),
  ]
}

function decodeAll(properties: Readonly<Record<string, unknown>>): undefined {
  for (const value of Object.values(properties)) decodeValue(value)
}

async function check(name: string, read: () => Promise<string>): Promise<Check> {
  try {
    return { name, result: 'passed', detail: await read() }
  } catch (error) {
    if (isLifeboatError(error) && error.code !== 'part-malformed') throw error
    return { name, result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}
