import { z } from 'zod'
import { parseDuration } from '../../core/units.ts'
import { secretReference } from '../../runtime/secret-reference.ts'
import { tlsFiles } from '../../runtime/tls-files.ts'
import { nativeSchema } from './native/settings.ts'

const tlsSchema = z.strictObject({
  ...tlsFiles,
})

const port = z
  .int()
  .min(1)
  .max(65_535)
  .refine((written) => written !== 9000 && written !== 9440, {
    message:
      'is the native protocol of ClickHouse, which is not spoken here: name the HTTP interface, 8123, or 8443 with tls',
  })

const common = {
  mode: z
    .enum(['portable', 'native'])
    .optional()
    .describe(
      "portable: SQL and the rows of each table, sealed like every backup. native: the server's own BACKUP. Default: portable",
    ),
  native: nativeSchema.optional().describe('How the server reaches the store, for mode native'),
  tls: tlsSchema.optional().describe('HTTPS; the server certificate is always verified'),
  format: z
    .enum(['native', 'csv'])
    .optional()
    .describe(
      'How the rows of each table are stored: exact and quick, or readable by others. Default: native',
    ),
  compress: z
    .boolean()
    .optional()
    .describe(
      'Whether the server compresses rows before it sends them; if not, Lifeboat does. Default: true, except on this computer',
    ),
  mutationTimeout: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as 30s')
    .optional()
    .describe('How long to wait for mutations that are under way. Default: 60s'),
}

const byUrl = z.strictObject({
  url: secretReference.describe(
    'Where the whole connection URL lies: https://user:password@host:8443/database',
  ),
  ...common,
})

const byParts = z.strictObject({
  host: z.string().min(1).describe('Host name or address'),
  port: port.optional().describe('Port of the HTTP interface. Default: 8123, or 8443 with tls'),
  database: z.string().min(1).describe('Name of the database'),
  user: z.string().min(1).optional().describe('Login. Default: default'),
  password: secretReference.optional().describe('Password of the login'),
  ...common,
})

/** What `connection:` of a clickhouse target may hold: a URL from a secret, or its parts. */
export const connectionSchema = z
  .union([byUrl, byParts])
  .refine(({ mode, format }) => mode !== 'native' || format !== 'csv', {
    message: 'format: csv is for mode: portable; in mode: native the server writes the rows in its own form',
    params: { fix: 'leave format out, or write mode: portable' },
  })
