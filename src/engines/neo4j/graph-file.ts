import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { z } from 'zod'
import { LifeboatError } from '../../core/errors.ts'
import type { SchemaItem } from './schema.ts'

export const FORMAT = 'lifeboat-neo4j-graph/1'

const headerSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.string(),
  schema: z.array(
    z.strictObject({
      kind: z.enum(['constraint', 'index']),
      name: z.string(),
      type: z.string(),
      statement: z.string(),
    }),
  ),
})

const trailerSchema = z.strictObject({
  nodes: z.int().min(0),
  relationships: z.int().min(0),
  /** Whether it is one state of the database: only then has every relationship both its ends. */
  exact: z.boolean(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type GraphTrailer = z.infer<typeof trailerSchema>

/** The first line: what made the graph, and what is to be made after its data. */
export interface GraphHeader {
  readonly format: typeof FORMAT
  readonly version: string
  readonly schema: readonly SchemaItem[]
}

/** Values as `encodeValue` writes them. */
type Properties = Readonly<Record<string, unknown>>
export type NodeLine = readonly ['n', id: string, labels: readonly string[], properties: Properties]
export type RelationshipLine = readonly [
  'r',
  type: string,
  start: string,
  end: string,
  properties: Properties,
]

/** What a reader is told, in order; each is awaited before the next. */
export interface GraphReader {
  header?(header: GraphHeader): Promise<void> | void
  node?(line: NodeLine): Promise<void> | undefined
  relationship?(line: RelationshipLine): Promise<void> | undefined
}

/** Reads a graph to its last line and checks what that says. Throws `part-malformed`, though maybe only at the end. */
export async function readGraphFile(content: Readable, reader: GraphReader): Promise<GraphTrailer> {
  const hash = createHash('sha256')
  const counts = { n: 0, r: 0 }
  let trailer: GraphTrailer | undefined
  let first = true
  for await (const line of linesOf(content)) {
    if (trailer !== undefined) throw malformed('it goes on after its end')
    if (first) await reader.header?.(headerOf(line))
    else if (line.startsWith('{')) trailer = checkTrailer(line, { counts, sha256: hash.digest('hex') })
    else {
      const told = tell(line, reader, counts)
      if (told !== undefined) await told
    }
    first = false
    if (trailer === undefined) hash.update(`${line}\n`)
  }
  if (trailer === undefined) throw malformed('it ends before its last line')
  return trailer
}

/** Throws `part-malformed` when the last line has no end. */
async function* linesOf(content: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of content as AsyncIterable<Uint8Array>) {
    const lines = `${rest}${decode(decoder, chunk)}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') throw malformed('it ends in the middle of a line')
}

function decode(decoder: TextDecoder, chunk: Uint8Array): string {
  try {
    return decoder.decode(chunk, { stream: true })
  } catch (error) {
    throw malformed('it holds bytes that are no text', error)
  }
}

function headerOf(line: string): GraphHeader {
  const header = headerSchema.safeParse(parse(line))
  if (!header.success) throw malformed('its first line is not that of a graph of this Lifeboat', header.error)
  return header.data
}

function checkTrailer(
  line: string,
  found: { readonly counts: { readonly n: number; readonly r: number }; readonly sha256: string },
): GraphTrailer {
  const trailer = trailerSchema.safeParse(parse(line))
  if (!trailer.success) throw malformed('its last line is none', trailer.error)
  const { nodes, relationships, sha256 } = trailer.data
  if (nodes !== found.counts.n || relationships !== found.counts.r || sha256 !== found.sha256) {
    throw malformed('its last line does not fit what stands before it')
  }
  return trailer.data
}

function tell(
  line: string,
  reader: GraphReader,
  counts: { n: number; r: number },
): Promise<void> | undefined {
  const entry = parse(line)
  if (isNode(entry)) {
    counts.n += 1
    return reader.node?.(entry)
  }
  if (isRelationship(entry)) {
    counts.r += 1
    return reader.relationship?.(entry)
  }
  throw malformed('a line is neither a node nor a relationship')
}

function isNode(entry: unknown): entry is NodeLine {
  return Array.isArray(entry) && entry.length === 4 && entry[0] === 'n' && Array.isArray(entry[2])
}

function isRelationship(entry: unknown): entry is RelationshipLine {
  return Array.isArray(entry) && entry.length === 5 && entry[0] === 'r'
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    throw malformed('a line is no JSON', error)
  }
}

function malformed(why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({ code: 'part-malformed', what: 'the graph is damaged', why, cause })
}
