import type { Readable } from 'node:stream'
import type { EarlierTree, TreeLayer, TreeObject } from '../../../core/delegation.ts'
import { LifeboatError } from '../../../core/errors.ts'

/** Describes a native backup: every file of it, and before them what it is based on. */
export const DESCRIPTION = '.backup'

const HEAD_BYTES = 65_536
/** What it is based on stands before this. */
const CONTENTS = '<contents>'
const BASE = /<base_backup>([^<]*)<\/base_backup>/

/** The description of an increment, read as far as it says where its base lies. */
export interface IncrementDescription {
  /** As the server named it at the backup. */
  readonly base: string
  /** The whole description with another place for the base, and by how many bytes it is longer. */
  leadTo(base: string): { readonly content: AsyncIterable<Buffer>; readonly longerBy: number }
  close(): void
}

/**
 * Opens the description of an increment; undefined for one that names no base, because it shares no file with the backup before.
 * Throws `part-malformed` when it is no description.
 */
export async function openDescription(
  layer: TreeLayer,
  object: TreeObject,
): Promise<IncrementDescription | undefined> {
  return describe(await layer.open(object), layer)
}

/** Where the base of an earlier backup lay when it was taken, in the server's words, if it needs one. Throws `part-malformed`. */
export async function baseOfEarlier(earlier: EarlierTree): Promise<string | undefined> {
  const description = await describe(await earlier.read(DESCRIPTION), earlier)
  description?.close()
  return description?.base
}

async function describe(
  stream: Readable,
  owner: { readonly backupId: string },
): Promise<IncrementDescription | undefined> {
  const chunks = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let head = ''
  while (head.length < HEAD_BYTES && !BASE.test(head) && !head.includes(CONTENTS)) {
    const step = await chunks.next()
    if (step.done === true) break
    head += step.value.toString('latin1')
  }
  const [element, base] = BASE.exec(head) ?? []
  if (element === undefined || base === undefined) {
    stream.destroy()
    if (head.includes(CONTENTS)) return undefined
    throw undescribed(owner)
  }
  return {
    base: textOf(base),
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

/** Where the base of an increment lay at its backup, in the server's words, if it needs one. Throws `part-malformed`. */
export async function baseOfIncrement(layer: TreeLayer): Promise<string | undefined> {
  for await (const object of layer.list()) {
    if (object.name !== DESCRIPTION) continue
    const description = await openDescription(layer, object)
    description?.close()
    return description?.base
  }
  throw undescribed(layer)
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

/** What an element holds, of which the bytes were read. */
function textOf(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8')
  return text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity)
}

function undescribed({ backupId }: { readonly backupId: string }): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: `the server's description of ${backupId} does not say what it holds`,
    fix: 'restore another backup, and take a new one',
  })
}
