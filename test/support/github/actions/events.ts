/** What starts a workflow: its name and the payload that the platform writes to a file. */
export interface StartingEvent {
  readonly name: string
  readonly payload: object
}

export const REPOSITORY = 'acme/shop'

export const schedule: StartingEvent = { name: 'schedule', payload: { schedule: '17 2 * * *' } }

export const dispatch: StartingEvent = { name: 'workflow_dispatch', payload: { inputs: {} } }

/** A pull request whose head lies in the given repository; null when that is gone. */
export function pullRequest(head: string | null, name = 'pull_request'): StartingEvent {
  const repo = head === null ? null : { full_name: head }
  return { name, payload: { pull_request: { head: { repo }, base: { repo: { full_name: REPOSITORY } } } } }
}

/** What a workflow that follows the checks of a pull request gets. */
export function workflowRun(head: string): StartingEvent {
  return { name: 'workflow_run', payload: { workflow_run: { head_repository: { full_name: head } } } }
}
