import { z } from 'zod'

/** What lifeboat.yaml may say about a store in a folder. */
export const storeSchema = z.strictObject({
  type: z.literal('filesystem').describe('A folder on this machine or on a mounted file system.'),
  path: z
    .string()
    .min(1)
    .describe(
      'The folder, relative to the configuration; made at the first write (mode 0700). Its file system must know hard links, because they make writes create-only.',
    ),
})
