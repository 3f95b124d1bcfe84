import { LifeboatError } from '../core/errors.ts'
import { Secret } from '../core/secret.ts'

/** A repository at GitHub or at a GitHub Enterprise Server, and the token to speak for. */
export interface GitHubRepository {
  readonly owner: string
  readonly name: string
  /** `https://api.github.com`, or `https://<host>/api/v3`. */
  readonly apiUrl: string
  readonly token: Secret
  /** Page of the workflow run that speaks; undefined outside of one. */
  readonly runUrl: string | undefined
}

/**
 * The repository that a workflow run belongs to, by the variables that GitHub sets and `GITHUB_TOKEN`. Throws `usage-invalid`
 * outside of a workflow, `secret-missing` without a token.
 */
export function gitHubRepository(environment: NodeJS.ProcessEnv): GitHubRepository {
  const { GITHUB_REPOSITORY: repository = '', GITHUB_TOKEN: token = '' } = environment
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? []
  if (owner === undefined || name === undefined) throw noRepository(repository)
  if (token === '') throw noToken()
  return {
    owner,
    name,
    apiUrl: environment['GITHUB_API_URL'] ?? 'https://api.github.com',
    token: new Secret(token),
    runUrl: runUrl(environment),
  }
}

function runUrl(environment: NodeJS.ProcessEnv): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment
  if (server === undefined || run === undefined) return undefined
  return `${server}/${repository}/actions/runs/${run}`
}

function noRepository(written: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: 'There is no repository to publish to at GitHub',
    why: `GITHUB_REPOSITORY is ${written === '' ? 'not set' : JSON.stringify(written)}`,
    fix: 'run in a workflow, set GITHUB_REPOSITORY=owner/name, or publish with --publish git',
  })
}

function noToken(): LifeboatError {
  return new LifeboatError({
    code: 'secret-missing',
    what: 'There is no token to publish with at GitHub',
    why: 'GITHUB_TOKEN is not set',
    fix: 'give the step `env: { GITHUB_TOKEN: ${{ github.token }} }`, and the job `permissions: { contents: write }`',
  })
}
