import type { Answer } from './limit.ts'

/** What GitHub said in refusing. */
export interface Facts extends Answer {
  /** Of GraphQL: `STALE_DATA`, `FORBIDDEN`, `NOT_FOUND`. */
  readonly types: readonly string[]
}

interface GraphQLErrors {
  readonly errors?: readonly { readonly type?: string; readonly message?: string }[]
}

/** What an answer of status 200 says in refusing a query; undefined when it does not. */
export function factsOfAnswer(answer: {
  readonly status: number
  readonly headers: Answer['headers']
  readonly data: unknown
}): Facts | undefined {
  const { errors = [] } = isObject(answer.data) ? answer.data : {}
  if (errors.length === 0) return undefined
  return {
    status: answer.status,
    headers: answer.headers,
    types: errors.map(({ type = '' }) => type),
    words: errors.map(({ message = '' }) => message).join('; '),
  }
}

/** The same of what Octokit throws; status 0 for what is no answer at all. */
export function factsOfError(error: unknown): Facts {
  const { status, message, headers, errors, response } = (isObject(error) ? error : {}) as ThrownByOctokit
  const words = message ?? String(error)
  if (errors !== undefined) {
    const data = { errors }
    return factsOfAnswer({ status: 200, headers: headers ?? {}, data }) ?? NOTHING
  }
  return {
    status: response === undefined ? 0 : (status ?? 0),
    headers: response?.headers ?? {},
    types: [],
    words,
  }
}

interface ThrownByOctokit extends GraphQLErrors {
  readonly status?: number
  readonly message?: string
  readonly headers?: Answer['headers']
  readonly response?: { readonly headers: Answer['headers'] }
}

const NOTHING: Facts = { status: 0, headers: {}, types: [], words: '' }

function isObject(value: unknown): value is GraphQLErrors {
  return typeof value === 'object' && value !== null
}
