import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import type { ConfigProblem, KeyPath, Location } from './problem.ts'
import { yamlFault, type FaultCode } from './yaml-faults.ts'

/** Finds the place of a key path: the value where there is a written one, else the nearest key. */
export type Locate = (path: KeyPath, what?: 'value' | 'key') => Location

export interface YamlDocument {
  /** Undefined when the text is not YAML at all. */
  readonly value: unknown
  readonly locate: Locate
  readonly problems: readonly ConfigProblem[]
}

/** Reads YAML 1.2 (with merge keys) and remembers where everything stands. */
export function readYaml(text: string, file: string): YamlDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const faults: Fault[] = [
    ...[...document.errors, ...document.warnings].map(({ code, pos }) => ({ code, offset: pos[0] })),
    ...aliasFaults(document),
    ...prototypeFaults(document),
  ]
  const readable = faults.every(({ code }) => code === 'DUPLICATE_KEY' || code === 'PROTOTYPE_KEY')
  const value = readable ? plainValue(document) : undefined
  if (readable && value === undefined) faults.push({ code: 'RESOURCE_EXHAUSTION', offset: 0 })
  return {
    value,
    locate: (path, what = 'value') => at(offsetOf(document, path, what)),
    problems: faults.map(({ code, offset }) => problemOf(code, at(offset))),
  }
}

function problemOf(code: FaultCode, location: Location): ConfigProblem {
  return { code: 'config-invalid', location, path: '', ...yamlFault(code) }
}

interface Fault {
  readonly code: FaultCode
  readonly offset: number
}

/** Aliases without an anchor, and those inside what they stand for, which would never end. */
function aliasFaults(document: Document): Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Alias: (_key, alias, ancestors) => {
      const offset = alias.range?.[0] ?? 0
      const meant = alias.resolve(document)
      if (meant === undefined) faults.push({ code: 'BAD_ALIAS', offset })
      else if (ancestors.includes(meant)) faults.push({ code: 'RESOURCE_EXHAUSTION', offset })
    },
  })
  return faults
}

/** Keys that a schema of names passes over without a word, because they would change an object's prototype. */
function prototypeFaults(document: Document): Fault[] {
  const faults: Fault[] = []
  visit(document, {
    Pair: (_key, { key }) => {
      if (!isScalar(key) && !isAlias(key)) return
      const meant = resolved(key, document)
      if (isScalar(meant) && meant.value === '__proto__')
        faults.push({ code: 'PROTOTYPE_KEY', offset: start(key) ?? 0 })
    },
  })
  return faults
}

/** Undefined for a document whose aliases expand without bound. */
function plainValue(document: Document): unknown {
  try {
    return document.toJS() as unknown
  } catch {
    return undefined
  }
}

function offsetOf(document: Document, path: KeyPath, what: 'value' | 'key'): number {
  let node: Node | null = document.contents
  let offset = node?.range?.[0] ?? 0
  for (const part of path) {
    const found = child(resolved(node, document), part)
    if (found === undefined) return offset
    offset = (what === 'value' && isWritten(found.value) ? start(found.value) : start(found.key)) ?? offset
    node = found.value
  }
  return offset
}

interface Found {
  readonly key: Node | null
  readonly value: Node | null
}

function child(node: Node | null, part: string | number): Found | undefined {
  if (isSeq<Node>(node)) {
    const item = node.items[Number(part)]
    return item === undefined ? undefined : { key: item, value: item }
  }
  if (!isMap<Node, Node | null>(node)) return undefined
  const pair: Pair<Node, Node | null> | undefined = node.items.findLast(
    ({ key }) => isScalar(key) && String(key.value) === String(part),
  )
  return pair === undefined ? undefined : { key: pair.key, value: pair.value }
}

function resolved(node: Node | null, document: Document): Node | null {
  return isAlias(node) ? (node.resolve(document) ?? null) : node
}

/** A collection is shown by its key, and so is a value left empty. */
function isWritten(node: Node | null): node is Node {
  return isAlias(node) || (isScalar(node) && node.source !== '')
}

function start(node: Node | null): number | undefined {
  return node?.range?.[0]
}
