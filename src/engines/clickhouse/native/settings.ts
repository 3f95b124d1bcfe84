import { z } from 'zod'

/** What `connection.native` may hold: how the server itself reaches the store. */
export const nativeSchema = z.strictObject({
  collection: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a named collection')
    .optional()
    .describe(
      "Named collection of the server with the bucket's URL and a login of its own; for stores of type s3",
    ),
  collectionPrefix: z
    .string()
    .regex(/^([^/]+\/)*$/, 'must be names that each end in a slash, such as lifeboat/')
    .optional()
    .describe('Where in the bucket the URL of the collection leads to. Default: the whole bucket'),
  disk: z
    .string()
    .min(1)
    .optional()
    .describe(
      "Disk of the server (backups.allowed_disk) that holds the store's folder. Default: its path is used",
    ),
  increments: z
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe(
      'Incremental backups between two full ones; a drill reads the whole chain. Default: 0, always full',
    ),
})

export type NativeSettings = z.infer<typeof nativeSchema>
