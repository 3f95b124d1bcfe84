import type { z } from 'zod'
import { LifeboatError } from '../core/errors.ts'

/** What `connection:` of a target holds, as its engine's schema accepts it. Throws `config-invalid`. */
export function parseConnection<S extends z.ZodType>(
  schema: S,
  written: unknown,
  engine: string,
): z.output<S> {
  const parsed = schema.safeParse(written)
  if (parsed.success) return parsed.data
  throw new LifeboatError({
    code: 'config-invalid',
    what: `the connection of a ${engine} target is not valid`,
    why: parsed.error.issues.map((issue) => issue.message).join('; '),
  })
}
