import type { Node, Relationship } from 'neo4j-driver'
import type { Transaction } from './database.ts'
import { labelDataset, parseDataset, patternOf, typeDataset, UNLABELLED } from './dataset-names.ts'
import { shortId, type ElementIds } from './element-ids.ts'
import { GraphLines } from './graph-lines.ts'
import type { Tally } from './tally.ts'

export interface GraphReading {
  readonly ids: ElementIds
  /** Absent when no digest is wanted: they cost more than the lines do. */
  readonly tally?: Tally | undefined
  /** Only these datasets; everything when absent. */
  readonly only?: readonly string[] | undefined
  /** Receives each line; a promise holds the server back. */
  readonly write?: (line: string) => Promise<void> | undefined
}

/** How many of each were read. */
export interface GraphSize {
  readonly nodes: number
  readonly relationships: number
}

/** Reads every node, then every relationship, in the order of the server; adds them to the tally. */
export async function readGraph(transaction: Transaction, reading: GraphReading): Promise<GraphSize> {
  if (reading.only !== undefined) return await readDatasets(transaction, reading, reading.only)
  const visit = visitor(reading)
  reading.tally?.expect(UNLABELLED)
  const size = { nodes: 0, relationships: 0 }
  await transaction.each('MATCH (e) RETURN e', (node) => {
    size.nodes += 1
    return visit.node(node as Node<bigint>)
  })
  await transaction.each('MATCH ()-[e]->() RETURN e', (relationship) => {
    size.relationships += 1
    return visit.relationship(relationship as Relationship<bigint>)
  })
  return size
}

async function readDatasets(
  transaction: Transaction,
  reading: GraphReading,
  only: readonly string[],
): Promise<GraphSize> {
  const visit = visitor(reading)
  const size = { nodes: 0, relationships: 0 }
  for (const dataset of only) {
    reading.tally?.expect(dataset)
    const isType = parseDataset(dataset)?.kind === 'type'
    await transaction.each(`MATCH ${patternOf(dataset)} RETURN e`, (element) => {
      size[isType ? 'relationships' : 'nodes'] += 1
      if (isType) return visit.relationship(element as Relationship<bigint>)
      return visit.node(element as Node<bigint>, [dataset])
    })
  }
  return size
}

function visitor({ ids, tally, write }: GraphReading) {
  const lines = new GraphLines()
  return {
    node: (node: Node<bigint>, datasets = datasetsOf(node)) => {
      const id = ids.exportedId(shortId(node.elementId))
      const line = lines.node(node, id)
      tally?.add(datasets, line, id)
      return write?.(line)
    },
    relationship: (relationship: Relationship<bigint>) => {
      const start = ids.exportedId(shortId(relationship.startNodeElementId))
      const end = ids.exportedId(shortId(relationship.endNodeElementId))
      const line = lines.relationship(relationship, { start, end })
      tally?.add([typeDataset(relationship.type)], line, start)
      return write?.(line)
    },
  }
}

/** A node with several labels belongs to each of their datasets, whole. */
function datasetsOf({ labels }: Node<bigint>): readonly string[] {
  return labels.length === 0 ? [UNLABELLED] : labels.map(labelDataset)
}
