import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { afterClosing, contentOf, findWord, textOf, tokensOf, type Token } from './sql-tokens.ts'

/** Stands for the database itself where definitions are compared: a copy may have another name. */
const ANY_DATABASE = '{database}'

/**
 * The same definition in another database: names qualified with the old one, and strings that name it or one of its tables
 * (dictionaries, engines and functions take those).
 */
export function moveDefinition(sql: string, from: string, to: string): string {
  const name = to === ANY_DATABASE ? to : quoteIdentifier(to)
  const tokens = tokensOf(sql)
  return tokens
    .map((token, at) => {
      if (token.kind === 'string') return movedString(token, from, to)
      const isName = token.kind === 'word' || token.kind === 'quoted'
      return isName &&
        tokens[at + 1]?.text === '.' &&
        tokens[at - 1]?.text !== '.' &&
        contentOf(token) === from
        ? name
        : token.text
    })
    .join('')
}

function movedString(token: Token, from: string, to: string): string {
  const content = contentOf(token)
  if (content === from) return quoteLiteral(to)
  return content.startsWith(`${from}.`) ? quoteLiteral(`${to}${content.slice(from.length)}`) : token.text
}

/** `CREATE TABLE …` for another name and place. */
export function renameObject(sql: string, database: string, name: string): string {
  const tokens = tokensOf(sql)
  const { start, end } = nameRange(tokens)
  return `${textOf(tokens.slice(0, start))}${quoteIdentifier(database)}.${quoteIdentifier(name)}${textOf(tokens.slice(end))}`
}

/** Where the qualified name stands: after CREATE and the words for what it is. */
function nameRange(tokens: readonly Token[]): { readonly start: number; readonly end: number } {
  const dot = tokens.findIndex(({ text }) => text === '.')
  const start = dot === -1 ? 0 : dot - 1
  return { start, end: dot === -1 ? 0 : dot + 2 }
}

/** The columns in brackets behind the name, empty where there are none. */
export function columnsClause(sql: string): string {
  const tokens = tokensOf(sql)
  let at = nameRange(tokens).end
  while (tokens[at]?.kind === 'space') at += 1
  return tokens[at]?.text === '(' ? textOf(tokens.slice(at, afterClosing(tokens, at))) : ''
}

/** Replicated tables, and those on shared storage, as tables of one server: without the path and the name of the replica. */
export function unreplicated(sql: string): string {
  return withEngine(sql, (engine) => engine.replace(REPLICATES, ''))
}

/** Replicated tables under the default path of whatever server makes them, as replicas of nothing that exists. */
export function newlyReplicated(sql: string): string {
  return withEngine(sql, (engine) => engine.replace(REPLICATES, 'Replicated'))
}

const REPLICATES = /^(Replicated|Shared)(?=\w*MergeTree$)/

function withEngine(sql: string, rename: (engine: string) => string): string {
  const tokens = tokensOf(sql)
  const at = engineName(tokens)
  const engine = tokens[at]?.text ?? ''
  if (at === -1 || !REPLICATES.test(engine)) return sql
  const end = tokens[at + 1]?.text === '(' ? afterClosing(tokens, at + 1) : at + 1
  const given = withoutReplica(tokens.slice(at + 2, end - 1))
  return `${textOf(tokens.slice(0, at))}${rename(engine)}${given === '' ? '' : `(${given})`}${textOf(tokens.slice(end))}`
}

function engineName(tokens: readonly Token[]): number {
  const word = findWord(tokens, 'ENGINE')
  return word === -1
    ? -1
    : tokens.findIndex(({ kind }, at) => at > word && (kind === 'word' || kind === 'quoted'))
}

/** The first two arguments are strings where path and replica are given. */
function withoutReplica(given: readonly Token[]): string {
  const parts = splitList(given)
  const replica = parts.slice(0, 2)
  const named = replica.length === 2 && replica.every((part) => /^\s*'/.test(part))
  return (named ? parts.slice(2) : parts).join(',').trim()
}

function splitList(tokens: readonly Token[]): readonly string[] {
  const parts: string[] = []
  let start = 0
  for (let at = 0; at <= tokens.length; at += 1) {
    if (tokens[at]?.text === '(') at = afterClosing(tokens, at)
    if (at < tokens.length && tokens[at]?.text !== ',') continue
    parts.push(textOf(tokens.slice(start, at)))
    start = at + 1
  }
  return parts.filter((part) => part.trim() !== '')
}

/** Without what only says where on its own server something lies, or who made it. */
export function unplaced(sql: string): string {
  return withoutSettings(withoutClauses(sql), ['storage_policy', 'disk'])
}

const DEFINER = / DEFINER = (`(?:[^`\\]|\\.)*`|\S+)/
const SQL_SECURITY = / SQL SECURITY (DEFINER|INVOKER|NONE)/

function withoutClauses(sql: string): string {
  const { clauses, query } = beforeQuery(sql)
  const kept = clauses
    .replace(/ UUID '[0-9a-f-]{36}'/g, '')
    .replace(/ TO INNER$/m, '')
    .replace(DEFINER, '')
    .replace(SQL_SECURITY, '')
  return kept + query
}

/** The part of a view's definition before its query, which may hold anything. */
function beforeQuery(sql: string): { readonly clauses: string; readonly query: string } {
  const tokens = tokensOf(sql)
  const head = findWord(tokens, 'AS')
  const end = head === -1 ? tokens.length : head
  return { clauses: textOf(tokens.slice(0, end)), query: textOf(tokens.slice(end)) }
}

/** With whose rights a view reads, as its definition says; undefined where it says nothing. */
export function rightsOf(sql: string): string | undefined {
  const { clauses } = beforeQuery(sql)
  const said = [DEFINER, SQL_SECURITY].flatMap((clause) => clause.exec(clauses)?.[0].trim() ?? [])
  return said.length === 0 ? undefined : said.join(' ')
}

function withoutSettings(sql: string, names: readonly string[]): string {
  const tokens = tokensOf(sql)
  const start = findWord(tokens, 'SETTINGS')
  if (start === -1) return sql
  const end = settingsEnd(tokens, start)
  const kept = splitList(tokens.slice(start + 1, end)).filter(
    (part) => !names.includes(part.trim().split(/\s*=/)[0] ?? ''),
  )
  const clause = kept.length === 0 ? '' : `SETTINGS ${kept.map((part) => part.trim()).join(', ')}`
  const before = textOf(tokens.slice(0, start))
  const after = textOf(tokens.slice(end))
  return `${clause === '' ? before.trimEnd() : before}${clause}${after}`.trimEnd()
}

/** Settings end where a comment or the query of a view begins. */
function settingsEnd(tokens: readonly Token[], start: number): number {
  const ends = ['COMMENT', 'AS'].map((word) => findWord(tokens, word, start)).filter((at) => at !== -1)
  const end = Math.min(tokens.length, ...ends)
  return tokens[end - 1]?.kind === 'space' ? end - 1 : end
}

/** True for a materialized view that the server fills anew from time to time. */
export function isRefreshed(sql: string): boolean {
  return findWord(tokensOf(sql), 'REFRESH') !== -1
}

/** Such a view without its first refresh, which would come at once. */
export function unrefreshed(sql: string): string {
  const tokens = tokensOf(sql)
  const query = findWord(tokens, 'AS')
  if (!isRefreshed(sql) || query === -1 || findWord(tokens, 'EMPTY') !== -1) return sql
  return `${textOf(tokens.slice(0, query))}EMPTY ${textOf(tokens.slice(query))}`
}

/** One text for the same object on another server, under another name of its database. */
export function canonicalDefinition(sql: string, database: string): string {
  return moveDefinition(unplaced(unreplicated(sql)), database, ANY_DATABASE)
}
