import { z } from 'zod'

/** What `online:` of a neo4j connection may hold: Enterprise's own backup, by the user's own programs under the user's own licence. */
export const onlineSchema = z
  .strictObject({
    acceptLicense: z
      .enum(['yes', 'eval'])
      .describe(
        'Your acceptance of the Neo4j licence, passed on as NEO4J_ACCEPT_LICENSE_AGREEMENT: yes with a commercial licence, eval to evaluate. Lifeboat never accepts it for you',
      ),
    from: z
      .string()
      .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:,-][^\s:,]*):\d{1,5}$/, 'must be an address such as db.internal:6362')
      .optional()
      .describe("Address of the server's backup port. Default: the host of the connection, port 6362"),
    home: z
      .string()
      .startsWith('/')
      .optional()
      .describe('NEO4J_HOME of an Enterprise installation on this computer, of the release of the server'),
    image: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Enterprise image of the release of the server, to run neo4j-admin in: neo4j:5.26.30-enterprise',
      ),
  })
  .refine(
    ({ home, image }) => (home === undefined) !== (image === undefined),
    'must hold either home or image',
  )
