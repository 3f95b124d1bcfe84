import type { EvidenceFile, EvidenceTree } from '../evidence/ledger/evidence-tree.ts'
import { explained } from './failure.ts'
import { readBlobs, type Blob } from './read-blobs.ts'
import type { Remote } from './remote.ts'

const DOING = 'Listing the published evidence'

interface RemoteFile extends EvidenceFile, Blob {}

/** Evidence as one commit at GitHub holds it; nothing but the evidence folder is listed, nothing but what is asked for is read. */
export function openGitHubTree(
  remote: Remote,
  { commit, path }: { readonly commit: string; readonly path: string },
): EvidenceTree {
  let listing: Promise<readonly RemoteFile[]> | undefined
  const files = (): Promise<readonly RemoteFile[]> => (listing ??= listEvidence(remote, commit, path))
  return {
    location: `commit ${commit.slice(0, 12)} of ${remote.place.owner}/${remote.place.repo}`,
    list: async (folder) => (await files()).filter((file) => file.path.startsWith(`${folder}/`)),
    read: (paths) => readFiles(remote, files, paths),
  }
}

async function* readFiles(
  remote: Remote,
  files: () => Promise<readonly RemoteFile[]>,
  paths: readonly string[],
): AsyncGenerator<Uint8Array | undefined> {
  const known = new Map((await files()).map((file) => [file.path, file]))
  yield* readBlobs(
    remote,
    paths.map((path) => known.get(path)),
  )
}

async function listEvidence(remote: Remote, commit: string, path: string): Promise<readonly RemoteFile[]> {
  let tree: string | undefined = commit
  for (const name of path.split('/')) {
    if (tree === undefined) return []
    const { entries } = await readTree(remote, tree, false)
    tree = entries.find((entry) => entry.type === 'tree' && entry.path === name)?.sha
  }
  return tree === undefined ? [] : filesBelow(remote, tree, '')
}

/** GitHub cuts a large listing off: then each folder is listed by itself. */
async function filesBelow(remote: Remote, tree: string, prefix: string): Promise<readonly RemoteFile[]> {
  const whole = await readTree(remote, tree, true)
  const { entries } = whole.truncated ? await readTree(remote, tree, false) : whole
  const files: RemoteFile[] = []
  for (const { type, path, sha, size = 0 } of entries) {
    if (type === 'blob') files.push({ path: `${prefix}${path}`, bytes: size, id: sha })
    else if (whole.truncated && type === 'tree')
      files.push(...(await filesBelow(remote, sha, `${prefix}${path}/`)))
  }
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function readTree(remote: Remote, tree: string, recursive: boolean) {
  const { data } = await explained(DOING, remote.signal, () =>
    remote.client.rest.git.getTree({
      ...remote.place,
      tree_sha: tree,
      ...(recursive ? { recursive: 'true' } : {}),
    }),
  )
  return { entries: data.tree, truncated: data.truncated }
}
