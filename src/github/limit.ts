const SECOND_MS = 1000
/** GitHub asks for at least so much where it does not say how long. */
const UNSAID_MS = 60 * SECOND_MS

/** What was answered, by REST as an error or by GraphQL with status 200. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number | undefined>>
  readonly words: string
}

/** For how long GitHub wants to be left alone; undefined when it did not refuse for having been asked too often. */
export function limitMs({ status, headers, words }: Answer, now: Date): number | undefined {
  if (!/rate limit|abuse detection/i.test(words) && status !== 429) return undefined
  const after = Number(headers['retry-after'])
  if (headers['retry-after'] !== undefined && Number.isFinite(after)) return after * SECOND_MS
  const reset = Number(headers['x-ratelimit-reset'])
  if (String(headers['x-ratelimit-remaining']) === '0' && Number.isFinite(reset))
    return Math.max(0, reset * SECOND_MS - now.getTime())
  return UNSAID_MS
}
