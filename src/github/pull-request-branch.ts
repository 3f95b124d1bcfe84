import type { EvidenceBranch } from '../evidence/branch/evidence-branch.ts'
import { isLedgerPath } from '../evidence/ledger/paths.ts'
import { explained } from './failure.ts'
import { baseBranch, gitHubBranch, type RemotePlace } from './github-branch.ts'
import { openGitHubTree } from './github-tree.ts'
import type { OpenedRemote } from './open-remote.ts'
import type { Remote } from './remote.ts'
import { commitOf, headOf, type RemoteBranch } from './remote-branch.ts'

const PREFIX = 'lifeboat/evidence-'
const DIGITS = 6

/**
 * Evidence that somebody accepts by merging. What waits lies on one branch, named for the next batch of the accepted ledger:
 * every run until the merge continues it, so that two runs cannot begin two chains.
 */
export function pullRequestBranch(
  opened: OpenedRemote,
  place: RemotePlace,
  runUrl: string | undefined,
): EvidenceBranch {
  const { remote } = opened
  const { name, maxCommitBytes } = gitHubBranch(opened, place)
  const waiting = (): Promise<RemoteBranch> => waitingBranch(opened, { name, path: place.path })
  return {
    name,
    maxCommitBytes,
    readHead: async () => headOf(remote, await waiting()),
    announce: async () => {
      const branch = await waiting()
      return branch.isNew ? undefined : openPullRequest(remote, { branch, base: name, runUrl })
    },
  }
}

async function waitingBranch(
  opened: OpenedRemote,
  base: Pick<RemoteBranch, 'name' | 'path'>,
): Promise<RemoteBranch> {
  const { remote } = opened
  const { commit, path } = await baseBranch(opened, base)
  const files = await openGitHubTree(remote, { commit, path }).list('ledger')
  const next = files.filter((file) => isLedgerPath(file.path)).length + 1
  const name = `${PREFIX}${String(next).padStart(DIGITS, '0')}`
  const present = await commitOf(remote, name)
  return { name, path, commit: present ?? commit, isNew: present === undefined }
}

interface Proposal {
  readonly branch: RemoteBranch
  readonly base: string
  readonly runUrl: string | undefined
}

/** The address of the open pull request for a branch, which is opened where there is none. */
async function openPullRequest(remote: Remote, { branch, base, runUrl }: Proposal): Promise<string> {
  const { place, signal } = remote
  const pulls = remote.client.rest.pulls
  return await explained(`Opening a pull request for ${branch.name}`, signal, async () => {
    const head = `${place.owner}:${branch.name}`
    const { data } = await pulls.list({ ...place, state: 'open', head, base })
    const [open] = data
    if (open !== undefined) return open.html_url
    const title = 'Evidence of backups and drills'
    const body = bodyOf(branch, runUrl)
    return (await pulls.create({ ...place, title, head: branch.name, base, body })).data.html_url
  })
}

function bodyOf({ path, name }: RemoteBranch, runUrl: string | undefined): string {
  return [
    `Lifeboat adds new records to \`${path}/records\`, and enters them in the ledger \`${path}/ledger\`.`,
    'Nothing that is there already is changed. Each commit names the ledger head that it leads to.',
    '',
    `Later runs add to \`${name}\` until this is merged. Merge it as it is: an edited record breaks the chain.`,
    'If it is closed instead, the records stay in the stores and are proposed again.',
    ...(runUrl === undefined ? [] : ['', `Begun by ${runUrl}`]),
  ].join('\n')
}
