import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export const ROOT = join(import.meta.dirname, '../../..')

/** One fenced block of a document. */
export interface Block {
  /** What follows the fence: `console`, `yaml drills/monthly.yaml`. */
  readonly kind: string
  readonly text: string
  readonly line: number
  /** HTML comments right before it, by their first word: `before`, `after`, `not run`. */
  readonly notes: ReadonlyMap<string, string>
}

/** The fenced blocks of a document, in order. */
export async function blocksOf(document: string): Promise<readonly Block[]> {
  const text = await readFile(join(ROOT, document), 'utf8')
  return [...text.matchAll(/((?:^<!-- [^\n]* -->\n)*)^```([^\n]*)\n(.*?)^```$/gms)].map(
    ([, comments = '', kind = '', content = ''], index, all) => ({
      kind,
      text: content,
      line: text.slice(0, all[index]?.index).split('\n').length,
      notes: new Map(
        [...comments.matchAll(/<!-- ([a-z ]+): (.*) -->/g)].map(([, name = '', value = '']) => [name, value]),
      ),
    }),
  )
}

/** A command of a console block with the lines that it should print. */
export interface Example {
  readonly command: string
  readonly shown: readonly string[]
}

export function examplesOf(text: string): readonly Example[] {
  const [, ...steps] = `\n${text}`.split(/\n\$ /)
  return steps.map((step) => {
    const [command = '', ...shown] = step.trimEnd().split('\n')
    return { command, shown }
  })
}
