import pRetry from 'p-retry'
import { isLifeboatError } from '../../core/errors.ts'
import { Secret, type RevealSecret } from '../../core/secret.ts'
import { isTransient, StoreError } from '../store-error.ts'

const ANSWER_MS = 10_000

/**
 * A token that says which workflow run this is, from GitHub's OIDC issuer. Throws `secret-missing` where the job may not have
 * one, `store-unreachable` when the issuer does not answer.
 */
export async function requestToken(audience: string, reveal: RevealSecret): Promise<Secret> {
  const url = new URL((await variable('ACTIONS_ID_TOKEN_REQUEST_URL', reveal)).reveal())
  const authority = await variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN', reveal)
  url.searchParams.set('audience', audience)
  return await pRetry(() => ask(url, authority), {
    retries: 3,
    minTimeout: 200,
    randomize: true,
    shouldRetry: ({ error }) => isTransient(error),
  })
}

async function variable(name: string, reveal: RevealSecret): Promise<Secret> {
  try {
    return await reveal({ env: name })
  } catch (error) {
    if (!isLifeboatError(error, 'secret-missing')) throw error
    throw new StoreError('permanent', {
      code: 'secret-missing',
      what: 'This job may not ask GitHub for a token of its identity',
      why: `${name} is not set`,
      fix: 'Give the job `permissions: { id-token: write }`; outside of a workflow use another login than `credentials`.',
    })
  }
}

async function ask(url: URL, authority: Secret): Promise<Secret> {
  const headers = { authorization: `Bearer ${authority.reveal()}`, accept: 'application/json' }
  const answer = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) }).catch(() => undefined)
  if (answer?.ok !== true) throw unanswered(answer?.status)
  const { value } = (await answer.json()) as { readonly value?: unknown }
  if (typeof value !== 'string') throw unanswered(answer.status)
  return new Secret(value)
}

function unanswered(status: number | undefined): StoreError {
  const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 429
  return new StoreError(isRefused ? 'permanent' : 'transient', {
    code: 'store-unreachable',
    what: 'GitHub gave this run no token of its identity',
    why: status === undefined ? 'the issuer cannot be reached' : `the issuer answered HTTP ${status}`,
    fix: 'See githubstatus.com; on a runner of your own let it reach the address in ACTIONS_ID_TOKEN_REQUEST_URL.',
  })
}
