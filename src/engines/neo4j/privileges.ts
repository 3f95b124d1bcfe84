import type { Database } from './database.ts'

/** What the Enterprise edition hides from this login: such data would be missing from a backup without a word. */
export async function hiddenFrom(database: Database): Promise<readonly string[]> {
  const statement =
    'SHOW USER PRIVILEGES YIELD access, action, graph, segment RETURN access, action, graph, segment'
  const rows = await database.run(statement, {}, { database: 'system', write: false })
  return describeHidden(rows.map((row) => row.map(String)))
}

const READING = new Set(['match', 'read', 'traverse', 'graph_actions'])

/** One sentence for each denial of reading, and one when nothing grants reading everything. */
export function describeHidden(privileges: readonly (readonly string[])[]): readonly string[] {
  const reading = privileges.filter(([, action = '']) => READING.has(action))
  const denied = reading.filter(([access]) => access === 'DENIED')
  const whole = (kind: string): boolean =>
    reading.some(([access, action, , segment = '']) => {
      return (
        access === 'GRANTED' && action !== 'traverse' && segment.startsWith(kind) && segment.endsWith('(*)')
      )
    })
  return [
    ...denied.map(
      ([, action, graph, segment]) => `The login may not ${action} ${segment} of graph ${graph}.`,
    ),
    ...(whole('NODE') && whole('RELATIONSHIP')
      ? []
      : ['Nothing grants the login to read all nodes and relationships: some may be hidden from it.']),
  ]
}
