/** Something that whoever looks at the run must see: a failure, a finding, a warning. */
export interface Problem {
  readonly level: 'error' | 'warning'
  readonly target?: string | undefined
  readonly code?: string | undefined
  readonly what: string
  readonly why?: string | undefined
  readonly fix?: string | undefined
}

/** `orders: what happened [code]`, the one line of it. */
export function headline({ target, code, what }: Problem): string {
  return `${target === undefined ? '' : `${target}: `}${what}${code === undefined ? '' : ` [${code}]`}`
}
