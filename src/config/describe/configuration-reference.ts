import { SPECIAL_VARIABLES } from '../environment/special-variables.ts'
import { NAME } from '../environment/variables.ts'
import { schemaOf, type SchemaNode } from '../schema-nodes.ts'
import { configurationSchema } from '../schema.ts'
import { describeKeys, type KeyRow } from './describe-keys.ts'
import { INTRODUCTION } from './introduction.ts'

/** The text of docs/configuration.md. */
export function configurationReference(): string {
  const schema = schemaOf(configurationSchema)
  const rows = describeKeys(schema)
  const stores = optionsUnder(schema, 'stores')
  const targets = optionsUnder(schema, 'targets')
  return [
    INTRODUCTION,
    '## Keys\n',
    table(rows.filter(({ path }) => !isElsewhere(path))),
    '## Stores\n',
    ...stores.map((option) =>
      section(`\`type: ${constant(option, 'type')}\``, describeKeys(option, ['stores', NAME])),
    ),
    '## Connections\n',
    ...targets.map((option) =>
      section(
        `\`engine: ${constant(option, 'engine')}\``,
        describeKeys(option.properties?.['connection'] ?? {}, ['targets', NAME, 'connection']),
      ),
    ),
    '## Variables that are no key\n',
    specialVariables(),
  ].join('\n')
}

function optionsUnder(schema: SchemaNode, sectionName: string): readonly SchemaNode[] {
  const entries = schema.properties?.[sectionName]?.additionalProperties
  return typeof entries === 'object' ? (entries.oneOf ?? entries.anyOf ?? [entries]) : []
}

function constant(option: SchemaNode, key: string): string {
  return String(option.properties?.[key]?.const)
}

/** Stores and connections have tables of their own; what a target shares with `defaults` is listed there. */
function isElsewhere([first, , key, ...deeper]: readonly string[]): boolean {
  if (first === 'stores') return key !== undefined
  if (first !== 'targets' || key === undefined || key === 'engine' || key === 'encryption') return false
  return key !== 'via' && (key !== 'connection' || deeper.length > 0)
}

function section(title: string, rows: readonly KeyRow[]): string {
  return `### ${title}\n\n${table(rows)}`
}

function table(rows: readonly KeyRow[]): string {
  const lines = rows.map((row) =>
    [
      `\`${row.path.join('.').replaceAll(NAME, '<name>')}\``,
      row.type,
      row.default ?? (row.required ? '**required**' : ''),
      row.meaning,
      row.variable === undefined ? '' : `\`${row.variable}\``,
    ].map(cell),
  )
  return `| key | type | default | meaning | variable |\n|---|---|---|---|---|\n${lines.map(tableLine).join('')}`
}

function specialVariables(): string {
  const lines = Object.entries(SPECIAL_VARIABLES).map(([name, meaning]) =>
    tableLine([`\`${name}\``, cell(meaning)]),
  )
  return `| variable | meaning |\n|---|---|\n${lines.join('')}`
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
