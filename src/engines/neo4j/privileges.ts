import type { Database } from './database.ts'

/** What the Enterprise edition hides from this login: such data would be missing from a backup without a word. */
export async function hiddenFrom(database: Database, graph: string): Promise<readonly string[]> {
  const columns = 'access, action, resource, graph, segment'
  const statement = `SHOW USER PRIVILEGES YIELD ${columns} RETURN ${columns}`
  const rows = await database.run(statement, {}, { database: 'system', write: false })
  return describeHidden(
    rows.map((row) => row.map(String)),
    graph,
  )
}

const READING = new Set(['match', 'read', 'traverse', 'graph_actions'])
/** What a grant must reach, so that no node, relationship or property is hidden. */
const WHOLE = ['NODE', 'RELATIONSHIP']

/** One sentence for each denial of reading, and one when nothing grants reading everything in the graph. */
export function describeHidden(privileges: readonly (readonly string[])[], graph: string): readonly string[] {
  const reading = privileges.filter(([, action = '']) => READING.has(action))
  const denied = reading.filter(([access]) => access === 'DENIED')
  const granted = reading.filter(
    ([access, , , of]) => access === 'GRANTED' && (of === '*' || of?.toLowerCase() === graph.toLowerCase()),
  )
  const grants = (kind: string, action: string): boolean =>
    granted.some(([, of, resource, , segment = '']) => {
      const properties = action === 'traverse' || resource === 'all_properties' || of === 'graph_actions'
      return of === action && properties && segment.startsWith(kind) && segment.endsWith('(*)')
    })
  const whole = (kind: string): boolean =>
    grants(kind, 'match') ||
    grants(kind, 'graph_actions') ||
    (grants(kind, 'traverse') && grants(kind, 'read'))
  return [
    ...denied.map(([, action, , of, segment]) => `The login may not ${action} ${segment} of graph ${of}.`),
    ...(WHOLE.every(whole)
      ? []
      : ['Nothing grants the login to read all nodes and relationships: some may be hidden from it.']),
  ]
}
