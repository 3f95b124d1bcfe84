import { z } from 'zod'
import { parseDuration } from '../../../core/units.ts'
import { isTimeZone, parseWindow } from './window.ts'

const argumentsSchema = z.array(z.string().min(1)).min(1)

/** What `control:` of a neo4j connection may hold: how Lifeboat stops and starts a server whose edition has no online backup. */
export const controlSchema = z
  .strictObject({
    docker: z
      .string()
      .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/, 'must be the name or id of a container')
      .optional()
      .describe('Name of the container that Neo4j runs in; it is stopped and started, never removed'),
    commands: z
      .strictObject({
        stop: argumentsSchema.describe('Program and arguments that stop Neo4j and wait until it has ended'),
        start: argumentsSchema.describe('Program and arguments that start Neo4j'),
      })
      .optional()
      .describe('For Neo4j on this computer, without a shell: [sudo, systemctl, stop, neo4j]'),
    home: z
      .string()
      .startsWith('/')
      .optional()
      .describe('With commands: NEO4J_HOME of the server. Its data folder must be writable'),
    conf: z.string().startsWith('/').optional().describe('With commands: NEO4J_CONF. Default: conf in home'),
    window: z
      .string()
      .refine((text) => parseWindow(text) !== undefined, 'must be two times of the day such as 02:00-04:00')
      .describe('When Neo4j may be stopped; at any other time a backup is refused'),
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be an IANA time zone')
      .optional()
      .describe('Time zone of the window. Default: UTC'),
    startTimeout: z
      .string()
      .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be a duration such as 5m')
      .optional()
      .describe('How long Neo4j may take until it answers again. Default: 5m'),
    system: z
      .boolean()
      .optional()
      .describe(
        'Also dumps the system database: users and roles. It makes the downtime longer. Default: false',
      ),
  })
  .refine(
    ({ docker, commands }) => (docker === undefined) !== (commands === undefined),
    'must hold either docker or commands',
  )
  .refine(
    ({ commands, home, conf }) =>
      (commands === undefined) === (home === undefined) && (home !== undefined || conf === undefined),
    'home and conf belong to commands, and commands need home',
  )

export type WrittenControl = z.infer<typeof controlSchema>
