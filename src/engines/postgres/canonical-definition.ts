/**
 * A definition in the form that a dump and restore give it. The server stores `x IN ('a', 'b')` on a varchar column as a cast
 * of the whole array, prints it so, and reads that back as casts of each element: without this every such check would differ.
 */
export function canonicalDefinition(text: string): string {
  let result = ''
  let rest = text
  for (;;) {
    const start = rest.indexOf(OPENING)
    if (start < 0) return result + rest
    const list = readList(rest, start + OPENING.length)
    const cast = list === undefined ? null : /^\)::([a-z ]+)\[\]/.exec(rest.slice(list.end))
    if (list === undefined || cast === null) {
      result += rest.slice(0, start + OPENING.length)
      rest = rest.slice(start + OPENING.length)
      continue
    }
    const items = list.items.map((item) => `(${item.trim()})::${cast[1]}`)
    result += `${rest.slice(0, start)}ARRAY[${items.join(', ')}]`
    rest = rest.slice(list.end + cast[0].length)
  }
}

const OPENING = '(ARRAY['

/** The elements up to the matching bracket, and the position after it; undefined when it never closes. */
function readList(text: string, from: number): { items: string[]; end: number } | undefined {
  const items: string[] = []
  let depth = 0
  let start = from
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === "'" || char === '"') at = closingQuote(text, at)
    else if (char === '(' || char === '[') depth += 1
    else if (depth === 0 && (char === ',' || char === ']')) {
      items.push(text.slice(start, at))
      if (char === ']') return { items, end: at + 1 }
      start = at + 1
    } else if (char === ')' || char === ']') depth -= 1
  }
  return undefined
}

/** A doubled quote ends one string and begins the next, which comes to the same. */
function closingQuote(text: string, open: number): number {
  const close = text.indexOf(text.charAt(open), open + 1)
  return close < 0 ? text.length : close
}
