import type { ProgramNeed } from '../../../core/machine.ts'
import { releaseIn } from './version-order.ts'

/** The admin program of exactly the server's release: a dump by another one could not be read by the server itself. */
export function adminPrograms(version: string, ...folders: readonly string[]): ProgramNeed {
  return {
    programs: ['neo4j-admin'],
    folders: [...folders, '/usr/bin', '/usr/local/bin'],
    accepts: (output) => releaseIn(output) === releaseIn(version),
    product: `Neo4j ${version}`,
    image: `neo4j:${version}`,
    imageUser: 'neo4j',
  }
}
