import { getOctokit } from '@actions/github'
import { retry } from '@octokit/plugin-retry'
import type { Context } from '../core/context.ts'
import type { GitHubRepository } from './repository.ts'
import { waitForLimits, type Waiting } from './wait-for-limits.ts'

export type GitHubClient = ReturnType<typeof getOctokit>

/** How patient a client is. */
export interface Patience extends Waiting {
  /** After an outage: so often, after one, four, nine times `retryMs`. */
  readonly retries: number
  readonly retryMs: number
}

const PATIENCE: Patience = { answerMs: 30_000, limitMs: 120_000, retries: 3, retryMs: 1000 }

/** Refusals that another try would meet again, and limits, which are waited for elsewhere. */
const FINAL = [400, 401, 403, 404, 409, 410, 422, 429, 451]

const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore }

/** A client for REST and GraphQL that repeats what an outage broke and waits where GitHub asks to. Nothing is sent yet. */
export function openClient(
  { apiUrl, token }: GitHubRepository,
  context: Context,
  patience: Patience = PATIENCE,
): GitHubClient {
  return getOctokit(
    token.reveal(),
    {
      baseUrl: apiUrl,
      userAgent: 'lifeboat',
      log: SILENT,
      retry: { retries: patience.retries, retryAfterBaseValue: patience.retryMs, doNotRetry: FINAL },
    },
    waitForLimits(patience, context),
    retry,
  )
}

function ignore(): void {
  // Nothing is printed below the command line.
}
