import { setTimeout as sleep } from 'node:timers/promises'
import type { getOctokit } from '@actions/github'
import type { Context } from '../core/context.ts'
import { factsOfAnswer, factsOfError } from './facts.ts'
import { limitMs } from './limit.ts'

export interface Waiting {
  /** No answer within it is an outage. */
  readonly answerMs: number
  /** For one request, whatever GitHub asks for. */
  readonly limitMs: number
}

type Hooked = Pick<ReturnType<typeof getOctokit>, 'hook'>

/** An Octokit plugin: waits as long as GitHub asks after too many requests, as far as that is bearable, and asks again. */
export function waitForLimits(
  waiting: Waiting,
  { signal, clock, reporter }: Context,
): (octokit: Hooked) => void {
  return ({ hook }) =>
    hook.wrap('request', async (request, options) => {
      for (let leftMs = waiting.limitMs; ;) {
        // Other hooks hold on to this very object.
        options.request.signal = AbortSignal.any([signal, AbortSignal.timeout(waiting.answerMs)])
        const settled = await settle(async () => request(options))
        const facts = 'error' in settled ? factsOfError(settled.error) : factsOfAnswer(settled.result)
        const waitMs = facts === undefined ? undefined : limitMs(facts, clock.now())
        if (waitMs === undefined || waitMs > leftMs) {
          if ('error' in settled) throw settled.error
          return settled.result
        }
        leftMs -= waitMs
        const message = `GitHub limits requests: waiting ${Math.ceil(waitMs / 1000)} s`
        reporter.report({ event: 'notice', message })
        await sleep(waitMs, undefined, { signal })
      }
    })
}

async function settle<T>(
  ask: () => Promise<T>,
): Promise<{ readonly result: T } | { readonly error: unknown }> {
  try {
    return { result: await ask() }
  } catch (error) {
    return { error }
  }
}
