import { z } from 'zod'
import { secretReference } from '../../runtime/secret-reference.ts'
import { controlSchema } from './offline/config.ts'
import { onlineSchema } from './online/config.ts'
import { isSystem } from './system-database.ts'

const URI = /^(neo4j|bolt)(\+s|\+ssc)?:\/\/[^/?#@\s]+$/

/** What `connection:` of a neo4j target may hold. */
export const connectionSchema = z
  .strictObject({
    uri: z
      .string()
      .regex(URI, 'must be of the form neo4j://host:7687, without a login in it')
      .meta({ examples: ['neo4j://localhost:7687'] })
      .describe(
        'neo4j:// (routed) or bolt:// (this server only), with +s for TLS, +ssc for TLS with any certificate',
      ),
    user: z.string().min(1).default('neo4j').describe('Login'),
    password: secretReference.optional().describe('Password of the login'),
    database: z.string().min(1).default('neo4j').describe('Name of the database'),
    mode: z
      .enum(['bolt', 'offline', 'online'])
      .default('bolt')
      .describe(
        'bolt: a typed export over Bolt. offline: neo4j-admin dump while the server is stopped. online: neo4j-admin backup of the Enterprise edition',
      ),
    control: controlSchema.optional().describe('With mode offline: how the server is stopped and started'),
    online: onlineSchema.optional().describe('With mode online: the Enterprise programs that back it up'),
  })
  .refine(
    ({ database }) => !isSystem(database),
    'the database system holds no graph: users and roles are read beside the database that is backed up',
  )
  .refine(
    ({ mode, control }) => (mode === 'offline') === (control !== undefined),
    'control belongs to mode: offline, which needs it',
  )
  .refine(
    ({ mode, online }) => (mode === 'online') === (online !== undefined),
    'online belongs to mode: online, which needs it',
  )

export type WrittenConnection = z.infer<typeof connectionSchema>
