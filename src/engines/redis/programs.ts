import type { ProgramNeed } from '../../core/machine.ts'
import { productOf, type Product } from './product.ts'

const FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin']

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

function describe({ name, major, minor }: Product): string {
  return `${name === 'redis' ? 'Redis' : 'Valkey'} ${major}.${minor}`
}

function imageOf({ name, major, minor }: Product): Pick<ProgramNeed, 'image' | 'imageUser'> {
  const repository = name === 'redis' ? 'redis' : 'valkey/valkey'
  return { image: `${repository}:${major}.${minor}`, imageUser: name }
}
