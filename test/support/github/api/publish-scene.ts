import { collectRecords, type Collected } from '../../../../src/evidence/collect.ts'
import type { EvidenceBranch } from '../../../../src/evidence/branch/evidence-branch.ts'
import type { Context, RunEvent } from '../../../../src/core/context.ts'
import type { Patience } from '../../../../src/github/client.ts'
import { gitHubBranch } from '../../../../src/github/github-branch.ts'
import { openRemote } from '../../../../src/github/open-remote.ts'
import { pullRequestBranch } from '../../../../src/github/pull-request-branch.ts'
import { gitHubRepository } from '../../../../src/github/repository.ts'
import { testContext } from '../../context.ts'
import { evidenceBench, type EvidenceBench } from '../../evidence/repository.ts'
import { verifyEvidence, type EvidenceReport } from '../../../../src/evidence/verify-evidence.ts'
import { startFakeGitHub, type FakeGitHub } from './fake-github.ts'

/** Impatient, so that outages pass quickly. */
const PATIENCE: Patience = { answerMs: 2000, limitMs: 3000, retries: 3, retryMs: 5 }

/** A fake GitHub and stores with records. */
export interface PublishScene extends AsyncDisposable {
  readonly github: FakeGitHub
  readonly bench: EvidenceBench
  readonly events: RunEvent[]
  readonly open: (place: ScenePlace, context: Context) => Promise<EvidenceBranch>
  readonly collect: (place?: ScenePlace) => Promise<Collected>
  /** What a verification of the published branch says. */
  readonly report: (branch?: string) => Promise<EvidenceReport>
}

interface ScenePlace {
  readonly branch?: string
  readonly propose?: boolean
}

export async function publishScene(
  options: { enterprise?: boolean; patience?: Partial<Patience> } = {},
): Promise<PublishScene> {
  await using made = new AsyncDisposableStack()
  const github = made.use(await startFakeGitHub(options))
  const bench = made.use(await evidenceBench())
  const events: RunEvent[] = []
  const open: PublishScene['open'] = async ({ branch, propose = false }, context) => {
    const repository = gitHubRepository(github.environment)
    const opened = await openRemote(repository, context, { ...PATIENCE, ...options.patience })
    const place = { path: 'reports', ...(branch === undefined ? {} : { branch }) }
    return propose ? pullRequestBranch(opened, place, repository.runUrl) : gitHubBranch(opened, place)
  }
  const owned = made.move()
  return {
    github,
    bench,
    events,
    open,
    collect: async (place = {}) => {
      await using context = await testContext({ reporter: { report: (event) => events.push(event) } })
      const branch = await open(place, context)
      return await collectRecords({ stores: [await bench.store()], branch, context })
    },
    report: async (branch = 'main') => {
      await using context = await testContext()
      const { directory } = github.repository
      return await verifyEvidence({ source: { directory, branch, path: 'reports' }, context })
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
