import { readFileSync } from 'node:fs'
import type { Environment } from './environment/apply-variables.ts'

interface Head {
  readonly full_name?: string
}

/** What GitHub tells about an event besides its name. */
export interface Payload {
  readonly repository?: { readonly private?: boolean }
  readonly pull_request?: { readonly head?: { readonly repo?: Head | null } | null } | null
  readonly workflow_run?: { readonly head_repository?: Head | null } | null
  readonly issue?: { readonly pull_request?: unknown } | null
}

/** Only who may write to the repository starts these, whatever their payload says. */
const OWN: ReadonlySet<string> = new Set(['', 'schedule', 'workflow_dispatch', 'repository_dispatch', 'push'])
const OF_A_PULL_REQUEST = /^(pull_request|workflow_run|merge_group)/

/**
 * Whether the code and the configuration of this run may be those of a pull request, whoever opened it: also in the queue before
 * its merge, for a comment on it, and for what follows another workflow. Without a payload every event is that others may cause.
 */
export function isOfPullRequest(environment: Environment): boolean {
  const name = environment['GITHUB_EVENT_NAME'] ?? ''
  const payload = readPayload(environment)
  if (payload === undefined) return !OWN.has(name)
  const { pull_request, workflow_run, issue } = payload
  const told = [pull_request, workflow_run, issue?.pull_request].some((part) => part !== undefined)
  return told || OF_A_PULL_REQUEST.test(name)
}

/** The file that the platform names; undefined when it cannot be read. */
export function readPayload({ GITHUB_EVENT_PATH: path }: Environment): Payload | undefined {
  if (path === undefined || path === '') return undefined
  try {
    const payload = JSON.parse(readFileSync(path, 'utf8')) as unknown
    return typeof payload === 'object' && payload !== null ? payload : undefined
  } catch {
    return undefined
  }
}
