import type { Node, Relationship } from 'neo4j-driver'
import { encodeValue } from './encode-value.ts'

/** Keeps the JSON of names that come again with every element. */
const NAMES = 10_000

/** Writes elements as lines of JSON, the same text for the same element however the server lists its labels and properties. */
export class GraphLines {
  readonly #names = new Map<string, string>()

  /** `["n","17",["A"],{"name":"Ada"}]` */
  node({ labels, properties }: Pick<Node<bigint>, 'labels' | 'properties'>, id: string): string {
    const names = labels.length > 1 ? labels.toSorted() : labels
    return `["n","${id}",[${names.map((name) => this.#name(name)).join(',')}],${this.#properties(properties)}]`
  }

  /** `["r","KNOWS","17","18",{"since":{"i":"2020"}}]` */
  relationship(
    { type, properties }: Pick<Relationship<bigint>, 'type' | 'properties'>,
    ends: { readonly start: string; readonly end: string },
  ): string {
    return `["r",${this.#name(type)},"${ends.start}","${ends.end}",${this.#properties(properties)}]`
  }

  #properties(properties: Readonly<Record<string, unknown>>): string {
    const keys = Object.keys(properties)
    if (keys.length > 1) keys.sort()
    let text = ''
    for (const key of keys) {
      text += `${text === '' ? '' : ','}${this.#name(key)}:${encodeValue(properties[key])}`
    }
    return `{${text}}`
  }

  #name(name: string): string {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    const text = JSON.stringify(name)
    if (this.#names.size < NAMES) this.#names.set(name, text)
    return text
  }
}
