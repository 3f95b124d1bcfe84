import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../../src/core/engine.ts'
import { CONNECTION_SCHEMAS, loadEngine, type EngineName } from '../../../src/registry.ts'
import { repositoryRoot } from '../root.ts'

const BEGIN =
  '<!-- The table is made from the definitions in src/engines by npm run generate: do not edit. -->\n'
const END = '<!-- End of the table. -->\n'

/** The text of docs/engines.md with its table made anew; everything else of it is written by hand. */
export async function enginesDocument(): Promise<string> {
  const text = await readFile(join(repositoryRoot, 'docs/engines.md'), 'utf8')
  const [before, rest] = text.split(BEGIN)
  const after = rest?.split(END)[1]
  if (before === undefined || after === undefined)
    throw new Error('docs/engines.md has lost the marks of its table')
  const names = Object.keys(CONNECTION_SCHEMAS) as EngineName[]
  return before + BEGIN + enginesTable(await Promise.all(names.map(loadEngine))) + END + after
}

/** What each engine declares, one row each. */
function enginesTable(engines: readonly Engine[]): string {
  const rows = engines.map(({ name, capabilities }) => {
    const { highestGrade, loads, restoresIntoServer, verifiedOn } = capabilities
    return [
      `\`${name}\``,
      `${highestGrade.grade}: ${highestGrade.because}`,
      loads === 'server' ? 'a running server' : 'a fresh host',
      restoresIntoServer ? 'yes' : 'no',
      verifiedOn ?? 'none yet',
    ]
  })
  const head = [
    'engine',
    'highest grade, and why',
    'a drill loads into',
    '`restore` into a running server',
    'verified on',
  ]
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}
