import { z } from 'zod'

/** Keys of a connection's `tls:` that name files. */
export const tlsFiles = {
  caFile: z
    .string()
    .min(1)
    .optional()
    .describe("Authority that signed the server's certificate, PEM. Default: the public authorities"),
  certFile: z.string().min(1).optional().describe('Client certificate, PEM'),
  keyFile: z.string().min(1).optional().describe('Key of the client certificate, PEM'),
}
