import { z } from 'zod'
import { secretReference } from '../../runtime/secret-reference.ts'
import { tlsFiles } from '../../runtime/tls-files.ts'

const tls = z
  .strictObject({
    mode: z
      .enum(['disable', 'verify-full'])
      .optional()
      .describe(
        'How far the server is trusted. Default: verify-full, and disable for a server of this computer',
      ),
    ...tlsFiles,
  })
  .describe('Encrypted connection')

const address = {
  host: z.string().min(1).describe('Host name or address'),
  port: z.int().min(1).max(65_535).default(6333).describe('Port of the REST interface'),
}

/** What `connection:` of a qdrant target may hold. */
export const connectionSchema = z.strictObject({
  ...address,
  apiKey: secretReference
    .optional()
    .describe('API key that may manage, or a JWT with access m, or rw to every collection'),
  tls: tls.optional(),
  peers: z
    .array(z.strictObject(address))
    .optional()
    .describe(
      'REST addresses of all peers of a cluster. Default: the hosts that GET /cluster tells, with the same port',
    ),
})
