import { readBlobs } from '../git/read-blobs.ts'
import type { Repository } from '../git/repository.ts'
import type { EvidenceFile, EvidenceTree } from './evidence-tree.ts'

export interface Published {
  /** Folder of the evidence in the repository: `reports`. */
  readonly path: string
  /** The commit that is read: later ones do not change what was opened. */
  readonly commit: string
}

/** Evidence as one commit holds it, read from git's objects and never from a work tree, which may be stale. */
export function openGitTree(repository: Repository, { path, commit }: Published): EvidenceTree {
  return {
    location: `commit ${commit.slice(0, 12)} of ${repository.directory}`,
    list: (below) => listFiles(repository, { commit, path: `${path}/${below}/` }, path),
    read: (paths) =>
      readBlobs(
        repository,
        paths.map((each) => `${commit}:${path}/${each}`),
      ),
  }
}

async function listFiles(
  repository: Repository,
  { commit, path }: Published,
  root: string,
): Promise<readonly EvidenceFile[]> {
  const listing = await repository.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', path])
  return listing
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [attributes = '', name = ''] = line.split('\t')
      return { path: name.slice(root.length + 1), bytes: Number(attributes.split(/ +/)[3] ?? 0) }
    })
}
