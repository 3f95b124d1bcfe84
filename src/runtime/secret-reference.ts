import { z } from 'zod'

/** How the schema's issue for a literal is recognised. */
export const SECRET_MESSAGE =
  'a secret is never written here: use { env: NAME }, { file: path } or { command: [program, argument, …] }'

/** A secret in the configuration: only ever where it lies, never the value. */
export const secretReference = z.union(
  [
    z.strictObject({
      env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable'),
    }),
    z.strictObject({ file: z.string().min(1) }),
    z.strictObject({ command: z.array(z.string()).min(1) }),
  ],
  { error: SECRET_MESSAGE },
)
