import { isOfPullRequest, readPayload, type Payload } from '../config/pull-request.ts'
import type { RecordBase, WorkflowRun } from '../core/record.ts'

/** What started the workflow. */
export interface Event {
  readonly trigger: RecordBase['trigger']
  /** The foreign repository whose code or configuration this run may hold; absent for one's own. */
  readonly fork?: string
  /** Whether everybody may read the log: also where the event does not tell. */
  readonly isPublic: boolean
  /** Part of names that must not repeat. */
  readonly runId: string
  readonly attempt: number
}

/** Reads the event from the variables that the platform sets and from the payload they name. */
export function readEvent(environment: NodeJS.ProcessEnv): Event {
  const run = runOf(environment)
  const payload = readPayload(environment)
  const fork = forkOf(environment, payload)
  const kind = environment['GITHUB_EVENT_NAME'] === 'schedule' ? 'schedule' : 'manual'
  return {
    trigger: { kind, ...(run === undefined ? {} : { run }) },
    ...(fork === undefined ? {} : { fork }),
    isPublic: payload?.repository?.private !== true,
    runId: environment['GITHUB_RUN_ID'] ?? 'local',
    attempt: run?.attempt ?? 1,
  }
}

function runOf(environment: NodeJS.ProcessEnv): WorkflowRun | undefined {
  const get = (name: string): string => environment[`GITHUB_${name}`] ?? ''
  const [repository, runId] = [get('REPOSITORY'), get('RUN_ID')]
  if (repository === '' || runId === '') return undefined
  const attempt = Number.parseInt(get('RUN_ATTEMPT'), 10) || 1
  return {
    repository,
    workflowRef: get('WORKFLOW_REF') || 'unknown',
    event: get('EVENT_NAME') || 'unknown',
    runId,
    attempt,
    url: `${get('SERVER_URL') || 'https://github.com'}/${repository}/actions/runs/${runId}/attempts/${attempt}`,
    actor: get('ACTOR') || 'unknown',
  }
}

/** Of the others, a merge queue has been let in and a comment brings no code. */
const OF_A_HEAD = /^(pull_request|workflow_run)/
const UNTOLD = 'a repository that its event does not tell'

/** Also for what runs beside a pull request with the rights of its base; a head that was deleted since is foreign too. */
function forkOf(environment: NodeJS.ProcessEnv, payload: Payload | undefined): string | undefined {
  if (!isOfPullRequest(environment)) return undefined
  if (payload === undefined) return UNTOLD
  const { pull_request, workflow_run } = payload
  if (pull_request === undefined && workflow_run === undefined)
    return OF_A_HEAD.test(environment['GITHUB_EVENT_NAME'] ?? '') ? UNTOLD : undefined
  const head = pull_request === undefined ? workflow_run?.head_repository : pull_request?.head?.repo
  const from = head?.full_name ?? 'a repository that is gone'
  return from === environment['GITHUB_REPOSITORY'] ? undefined : from
}
