import { LifeboatError } from '../../core/errors.ts'

/** Nodes without a label. */
export const UNLABELLED = '()'

/** What a dataset consists of. */
export type DatasetName =
  | { readonly kind: 'label'; readonly name: string }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'unlabelled' }

/** `(:Person)`: a label and a relationship type may have the same name. */
export function labelDataset(label: string): string {
  return `(:${label})`
}

/** `[:KNOWS]`. */
export function typeDataset(type: string): string {
  return `[:${type}]`
}

/** What a fingerprint's dataset is; undefined for anything else. */
export function parseDataset(dataset: string): DatasetName | undefined {
  if (dataset === UNLABELLED) return { kind: 'unlabelled' }
  const [, round, name = ''] = /^([([]):(.*)[)\]]$/s.exec(dataset) ?? []
  if (round === undefined) return undefined
  return { kind: round === '(' ? 'label' : 'type', name }
}

/** A name as Cypher takes it, whatever is in it. */
export function quoteName(name: string): string {
  // Cypher reads escapes of characters within backticks too, so a backslash is written as one.
  return `\`${name.replaceAll('\\', '\\u005C').replaceAll('`', '``')}\``
}

/** The pattern of a dataset, its element named `e`. Throws `fingerprint-malformed`. */
export function patternOf(dataset: string): string {
  const parsed = parseDataset(dataset)
  if (parsed === undefined) {
    throw new LifeboatError({
      code: 'fingerprint-malformed',
      what: `${JSON.stringify(dataset)} is no dataset of Neo4j`,
    })
  }
  if (parsed.kind === 'type') return `()-[e:${quoteName(parsed.name)}]->()`
  return parsed.kind === 'label' ? `(e:${quoteName(parsed.name)})` : '(e:!%)'
}
