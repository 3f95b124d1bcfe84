/** What the fake sends back. */
export interface FakeAnswer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

const DOCS = 'https://docs.github.com/rest'

export function ok(body: unknown, status = 200): FakeAnswer {
  return { status, body }
}

export function restError(status: number, message: string, more: object = {}): FakeAnswer {
  return { status, body: { message, documentation_url: DOCS, status: String(status), ...more } }
}

/** As GitHub answers a mutation that it refuses: with status 200. */
export function graphQLError(type: string, message: string, field = 'createCommitOnBranch'): FakeAnswer {
  const error = {
    type,
    path: [field],
    ...(type === 'FORBIDDEN' && { extensions: { saml_failure: false } }),
    locations: [{ line: 2, column: 3 }],
    message,
  }
  return ok({ data: { [field]: null }, errors: [error] })
}

export const badCredentials = restError(401, 'Bad credentials')
export const notAccessible = restError(403, 'Resource not accessible by integration')
export const notFound = restError(404, 'Not Found')
export const badGateway: FakeAnswer = {
  status: 502,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>502 Bad Gateway</title></head></html>',
}
export const notPermittedToPropose = restError(
  403,
  'GitHub Actions is not permitted to create or approve pull requests.',
)

export function secondaryLimit(retryAfter?: number): FakeAnswer {
  const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  return { ...restError(403, message), headers }
}

/** The primary limit, as GraphQL tells it. */
export function pointsExhausted(resetAt: Date): FakeAnswer {
  const error = { type: 'RATE_LIMITED', message: 'API rate limit exceeded for installation ID 1.' }
  const headers = {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Math.ceil(resetAt.getTime() / 1000)),
  }
  return { status: 200, body: { errors: [error] }, headers }
}
