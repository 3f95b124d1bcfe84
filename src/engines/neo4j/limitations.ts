import type { Fingerprint } from '../../core/fingerprint.ts'
import type { ExportedGraph } from './export-graph.ts'
import { needsEnterprise } from './schema.ts'

const ALWAYS = [
  'Users, roles and privileges are listed in the backup and not restored; passwords are never shown by Neo4j.',
  'Plugins, server settings and dropped token lookup indexes are not part of a backup over Bolt.',
]

/** What a backup over Bolt does not hold or prove. */
export function limitationsOf(
  { exact, schema }: ExportedGraph,
  fingerprint: Fingerprint | undefined,
): readonly string[] {
  const enterprise = schema.filter(needsEnterprise).length
  return [
    ...ALWAYS,
    ...(enterprise === 0
      ? []
      : [
          `${enterprise} constraints that need the Enterprise edition are in the backup and are not compared.`,
        ]),
    ...(exact ? [] : [MOVED]),
    ...(fingerprint === undefined ? [] : notCompared(fingerprint)),
  ]
}

function notCompared({ coverage, leftOut }: Fingerprint): readonly string[] {
  return [
    ...(coverage.kind === 'exact'
      ? []
      : [`Only ${coverage.equal} of ${coverage.total} buckets stood still and are compared.`]),
    ...(leftOut.length === 0
      ? []
      : [`${leftOut.length} labels or types changed everywhere and are not compared.`]),
  ]
}

const MOVED =
  'Transactions were committed during every reading of the graph: it is no single state of the database, and relationships to nodes that came during the last one are not in it.'
