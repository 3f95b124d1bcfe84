import { LifeboatError } from '../../core/errors.ts'

/** Rethrows an error, as `privilege-missing` where it is Redis's NOPERM. */
export function explainPermission(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error)
  if (!why.includes('NOPERM')) throw error
  throw new LifeboatError({
    code: 'privilege-missing',
    what: 'the redis user may not do what a dump needs',
    why,
    fix: 'ACL SETUSER <user> +sync +psync +replconf +ping +info +time +cluster|nodes; of a cluster, on every node; no access to keys is needed, but for a restore, which takes a dump of its destination to compare (docs/engines.md)',
    cause: error,
  })
}
