import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { ProgramNeed, Tools } from '../../core/machine.ts'
import { productOf, type Product } from './product.ts'

const FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']
/** The oldest command line that writes a dump to its output under an ACL user. */
const OLDEST_CLIENT = 6

/** Programs that can read a dump of `version`: the same or a newer release of that major version. */
export function need(version: string): ProgramNeed {
  const product = productOf(version)
  const { name, major, minor } = product
  return {
    programs: [`${name}-server`, `${name}-check-rdb`],
    folders: FOLDERS,
    accepts: (output) => {
      const found = /v=(\d+)\.(\d+)/.exec(output)
      return found !== null && Number(found[1]) === major && Number(found[2]) >= minor
    },
    product: describe(product),
    ...imageOf(product),
  }
}

/**
 * The command line of Redis or of Valkey: either reads a dump from either, of any version.
 * Throws `program-absent` or `program-version`.
 */
export async function clientTools(
  version: string,
  context: EngineContext,
  signal: AbortSignal,
): Promise<{ readonly program: string; readonly tools: Tools }> {
  const product = productOf(version)
  const own = `${product.name}-cli`
  const other = own === 'redis-cli' ? 'valkey-cli' : 'redis-cli'
  try {
    return { program: own, tools: await context.tools(clientNeed(own, product), signal) }
  } catch (error) {
    const absent = isLifeboatError(error, 'program-absent') || isLifeboatError(error, 'program-version')
    if (!absent) throw error
    const tools = await context.tools(clientNeed(other, product), signal).catch(() => undefined)
    if (tools === undefined) throw error
    return { program: other, tools }
  }
}

function clientNeed(program: string, product: Product): ProgramNeed {
  return {
    programs: [program],
    folders: FOLDERS,
    accepts: (output) => Number(/-cli (\d+)\./.exec(output)?.[1] ?? 0) >= OLDEST_CLIENT,
    product: describe(product),
    ...imageOf(product),
  }
}

function describe({ name, major, minor }: Product): string {
  return `${name === 'redis' ? 'Redis' : 'Valkey'} ${major}.${minor}`
}

function imageOf({ name, major, minor }: Product): Pick<ProgramNeed, 'image' | 'imageUser'> {
  const repository = name === 'redis' ? 'redis' : 'valkey/valkey'
  return { image: `${repository}:${major}.${minor}`, imageUser: name }
}
