import { columnsClause, renameObject } from './definition.ts'
import type { DatabaseObject } from './objects.ts'
import { quoteLiteral } from './quote.ts'
import { findWord, textOf, tokensOf } from './sql-tokens.ts'

const MARK = 'lifeboat: stands for '

/** A table of the same columns that leads nowhere: a drill starts no consumer and reads no other system. */
export function placeholderOf(
  { name, engine, definition }: Pick<DatabaseObject, 'name' | 'engine' | 'definition'>,
  database: string,
): string {
  const head = renameObject(definition, database, name)
  const tokens = tokensOf(head)
  const columns = columnsClause(head)
  const before = textOf(
    tokens.slice(
      0,
      tokens.findIndex(({ text }) => text === '('),
    ),
  )
  return `${before}${columns} ENGINE = Null COMMENT ${quoteLiteral(`${MARK}${engine}`)}`
}

/** What is compared of a table whose rows lie elsewhere: its engine's name and its columns; undefined for any other object. */
export function externalShape({ kind, engine, definition }: DatabaseObject): string | undefined {
  const stoodFor = standsFor(definition)
  if (kind !== 'external' && stoodFor === undefined) return undefined
  return `${stoodFor ?? engine} ${columnsClause(definition)}`
}

function standsFor(definition: string): string | undefined {
  const tokens = tokensOf(definition)
  const comment = findWord(tokens, 'COMMENT')
  const text = comment === -1 ? undefined : tokens.slice(comment).find(({ kind }) => kind === 'string')?.text
  return text?.startsWith(`'${MARK}`) === true ? text.slice(MARK.length + 1, -1) : undefined
}
