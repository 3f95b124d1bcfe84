import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { EngineContext } from '../../core/engine.ts'
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
  const program = !(await isHere(own, context)) && (await isHere(other, context)) ? other : own
  return { program, tools: await context.tools(clientNeed(program, product), signal) }
}

async function isHere(program: string, { programEnvironment }: EngineContext): Promise<boolean> {
  const path = (programEnvironment['PATH'] ?? '').split(delimiter)
  const found = await Promise.allSettled(
    [...FOLDERS, ...path].map((folder) => access(join(folder, program), constants.X_OK)),
  )
  return found.some(({ status }) => status === 'fulfilled')
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
