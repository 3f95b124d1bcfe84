/** One piece of an SQL text; the texts of all pieces, joined, are the whole. */
export interface Token {
  readonly kind: 'string' | 'quoted' | 'word' | 'space' | 'other'
  readonly text: string
}

const PIECE =
  /(?<string>'(?:[^'\\]|\\[^]|'')*')|(?<quoted>`(?:[^`\\]|\\[^]|``)*`|"(?:[^"\\]|\\[^]|"")*")|(?<word>[A-Za-z_]\w*)|(?<space>\s+)|[^]/gy

/** Splits a statement as the server prints it: strings and quoted names stay whole. */
export function tokensOf(sql: string): readonly Token[] {
  return Array.from(sql.matchAll(PIECE), ({ 0: text, groups }) => {
    const kind = Object.entries(groups ?? {}).find(([, found]) => found !== undefined)?.[0]
    return { kind: (kind ?? 'other') as Token['kind'], text }
  })
}

/** What a name or a string stands for, without its quotes. */
export function contentOf({ kind, text }: Token): string {
  if (kind !== 'string' && kind !== 'quoted') return text
  const quote = text.charAt(0)
  return text
    .slice(1, -1)
    .replaceAll(/\\([^])|(['"`])\2/g, (_, escaped: string | undefined, doubled: string | undefined) =>
      escaped === undefined ? (doubled ?? quote) : (ESCAPES[escaped] ?? escaped),
    )
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', b: '\b', f: '\f' }

/** The index after the bracket that closes the one at `open`. */
export function afterClosing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    const text = tokens[at]?.text
    if (text === '(') depth += 1
    if (text === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return tokens.length
}

/** The index of a word outside all brackets, from `start` on; -1 where there is none. */
export function findWord(tokens: readonly Token[], word: string, start = 0): number {
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token?.text === '(') at = afterClosing(tokens, at) - 1
    else if (token?.kind === 'word' && token.text.toUpperCase() === word) return at
  }
  return -1
}

export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}
