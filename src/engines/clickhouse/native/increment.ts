import type { Readable } from 'node:stream'
import type { TreeLayer, TreeObject } from '../../../core/delegation.ts'
import { LifeboatError } from '../../../core/errors.ts'

/** Describes a native backup: every file of it, and before them what it is based on. */
export const DESCRIPTION = '.backup'

const HEAD_BYTES = 65_536
const BASE = /<base_backup>([^<]*)<\/base_backup>/

/** The description of an increment, read as far as it says where its base lies. */
export interface IncrementDescription {
  /** As the server named it at the backup. */
  readonly base: string
  /** The whole description with another place for the base, and by how many bytes it is longer. */
  leadTo(base: string): { readonly content: AsyncIterable<Buffer>; readonly longerBy: number }
  close(): void
}

/** Opens the description of an increment. Throws `part-malformed` when it names no base. */
export async function openDescription(layer: TreeLayer, object: TreeObject): Promise<IncrementDescription> {
  const stream: Readable = await layer.open(object)
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let head = ''
  while (head.length < HEAD_BYTES && !BASE.test(head)) {
    const step = await chunks.next()
    if (step.done === true) break
    head += step.value.toString('latin1')
  }
  const [element, base] = BASE.exec(head) ?? []
  if (element === undefined || base === undefined) throw withoutBase()
  return {
    base,
    leadTo: (place) => {
      const replaced = `<base_backup>${place}</base_backup>`
      async function* content(): AsyncGenerator<Buffer> {
        yield Buffer.from(
          head.replace(BASE, () => replaced),
          'latin1',
        )
        for (let step = await chunks.next(); step.done !== true; step = await chunks.next()) yield step.value
      }
      return { content: content(), longerBy: replaced.length - element.length }
    },
    close: () => stream.destroy(),
  }
}

/** Where the base of an increment lay at its backup, in the server's words. Throws `part-malformed` when it does not say. */
export async function baseOfIncrement(layer: TreeLayer): Promise<string> {
  for await (const object of layer.list()) {
    if (object.name !== DESCRIPTION) continue
    const description = await openDescription(layer, object)
    description.close()
    return description.base
  }
  throw withoutBase()
}

function withoutBase(): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: 'an incremental backup of the server does not say what it is based on',
    fix: 'restore another backup, and take a new one',
  })
}
