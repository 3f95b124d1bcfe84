import { z } from 'zod'
import { parseDuration } from '../../core/units.ts'
import { secretReference } from '../../runtime/secret-reference.ts'
import { tlsFiles } from '../../runtime/tls-files.ts'

const tlsSchema = z.strictObject({
  mode: z.enum(['disable', 'require', 'verify-full']).optional().describe('How far the server is trusted'),
  ...tlsFiles,
})

const common = {
  tls: tlsSchema.optional().describe('Encrypted connection'),
  lockTimeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be a duration such as 30s')
    .optional()
    .describe('How long to wait for a table that somebody has locked. Default: 30s'),
  fingerprintSessions: z
    .int()
    .min(1)
    .max(16)
    .optional()
    .describe(
      'Sessions that fingerprint while pg_dump runs; on two cores more make the backup slower. Default: 1',
    ),
}

const byUrl = z.strictObject({
  url: secretReference.describe(
    'Where the whole connection URL lies: postgres://user:password@host:5432/database',
  ),
  ...common,
})

const byParts = z.strictObject({
  host: z.string().min(1).describe('Name, address, or the folder of a unix socket'),
  port: z.int().min(1).max(65_535).optional().describe('TCP port. Default: 5432'),
  database: z.string().min(1).describe('Name of the database'),
  user: z.string().min(1).describe('Login'),
  password: secretReference.optional().describe('Password of the login'),
  ...common,
})

/** What `connection:` of a postgres target may hold: a URL from a secret, or its parts. */
export const connectionSchema = z.union([byUrl, byParts])

export type WrittenTls = z.infer<typeof tlsSchema>
