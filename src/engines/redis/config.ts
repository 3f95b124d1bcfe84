import { z } from 'zod'
import { secretReference } from '../../runtime/secret-reference.ts'

const tls = z
  .strictObject({
    caFile: z.string().optional().describe('Certificate authority that signed the server certificate'),
    certFile: z.string().optional().describe('Client certificate'),
    keyFile: z.string().optional().describe('Key of the client certificate'),
  })
  .describe('Encrypted connection; the server certificate is always verified')

/** What `connection:` of a redis target may hold. */
export const connectionSchema = z.strictObject({
  host: z.string().min(1).describe('Host name or address'),
  port: z.number().int().min(1).max(65_535).default(6379).describe('TCP port'),
  user: z
    .string()
    .optional()
    .describe(
      'ACL user; it needs +sync +psync +replconf +ping +info +time, and for proof by the source +select +scan +dump +pexpiretime +function|list %R~*',
    ),
  password: secretReference.optional().describe('Password of the user, or of the default user'),
  tls: tls.optional(),
  readSource: z
    .boolean()
    .default(true)
    .describe(
      'Read every key of the source after its dump, as long as nothing is written, so that the fingerprint is that of the source',
    ),
})
