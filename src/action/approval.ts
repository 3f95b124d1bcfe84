import type { RestoreRecord } from '../core/record.ts'
import type { Inputs } from './inputs.ts'

/**
 * Who asked for this run and what the reviewers of its environments said. Without a token that may read that (`actions: read`)
 * the reviews are left out, which says that they are not known.
 */
export async function readApproval(
  { token }: Pick<Inputs, 'token'>,
  environment: NodeJS.ProcessEnv,
): Promise<RestoreRecord['approval']> {
  const actor = environment['GITHUB_ACTOR'] ?? ''
  if (actor === '') return undefined
  const reviews = await readReviews(token, environment).catch(() => undefined)
  return {
    actor,
    triggeringActor: environment['GITHUB_TRIGGERING_ACTOR'] ?? actor,
    ...(reviews === undefined ? {} : { reviews }),
  }
}

type Reviews = NonNullable<NonNullable<RestoreRecord['approval']>['reviews']>

async function readReviews(
  token: string | undefined,
  { GITHUB_REPOSITORY: repository = '', GITHUB_RUN_ID: runId = '' }: NodeJS.ProcessEnv,
): Promise<Reviews | undefined> {
  if (token === undefined) return undefined
  const { getOctokit } = await import('@actions/github')
  const [owner = '', repo = ''] = repository.split('/')
  const { data } = await getOctokit(token).rest.actions.getReviewsForRun({
    owner,
    repo,
    run_id: Number(runId),
  })
  return data.flatMap(({ state, user, environments }) =>
    environments.map(({ name }) => ({ environment: name ?? '', reviewer: user?.login ?? '', state })),
  )
}
