import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'

/** Where images and packages put modules. */
const FOLDERS = [
  '/usr/local/lib/redis/modules',
  '/usr/lib/redis/modules',
  '/usr/local/lib/valkey/modules',
  '/usr/lib/valkey/modules',
]

/**
 * The modules that a machine has for a dump that needs some (their types, with blanks between). Throws `program-absent`
 * where it has none: the server would end in the middle of the load.
 */
export async function findModules(machine: Machine, types: string | undefined): Promise<readonly string[]> {
  if (types === undefined) return []
  const found: string[] = []
  for (const folder of FOLDERS) {
    const listed = await machine
      .run({ program: 'find', args: [folder, '-name', '*.so'] })
      .catch(() => undefined)
    found.push(...(listed?.stdout.split('\n').filter((path) => path !== '') ?? []))
  }
  if (found.length > 0) return found
  throw new LifeboatError({
    code: 'program-absent',
    what: `the backup holds values of modules (${types}), and this machine (${machine.description}) has no modules`,
    fix: "set the target's image to one that has the source's modules, and drill with provider: container",
  })
}
