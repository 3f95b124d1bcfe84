import { z } from 'zod'
import { parseDuration } from '../../core/units.ts'
import { secretReference } from '../../runtime/secret-reference.ts'

const tlsSchema = z.strictObject({
  mode: z.enum(['disable', 'require', 'verify-full']).optional(),
  /** The authority that signed the server's certificate, PEM; the public authorities when absent. */
  caFile: z.string().min(1).optional(),
  /** A client certificate and its key, PEM. */
  certFile: z.string().min(1).optional(),
  keyFile: z.string().min(1).optional(),
})

const common = {
  tls: tlsSchema.optional(),
  /** How long to wait for a table that somebody has locked. Default 30s. */
  lockTimeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be a duration such as 30s')
    .optional(),
  /** Sessions that fingerprint while pg_dump runs. Default 1: on two cores more make the backup slower. */
  fingerprintSessions: z.int().min(1).max(16).optional(),
}

const byUrl = z.strictObject({ url: secretReference, ...common })

const byParts = z.strictObject({
  /** A name, an address, or the folder of a unix socket. */
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).optional(),
  database: z.string().min(1),
  user: z.string().min(1),
  password: secretReference.optional(),
  ...common,
})

/** What `connection:` of a postgres target may hold: a URL from a secret, or its parts. */
export const connectionSchema = z.union([byUrl, byParts])

export type WrittenConnection = z.infer<typeof connectionSchema>
export type WrittenTls = z.infer<typeof tlsSchema>
