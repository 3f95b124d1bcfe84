import { readBlobs } from '../git/read-blobs.ts'
import type { Repository } from '../git/repository.ts'
import type { EvidenceFile, EvidenceTree } from './evidence-tree.ts'

/** Above this many files one listing is cheaper than letting git look up each path in large folders. */
const LOOKED_UP_ONE_BY_ONE = 20

export interface Published {
  /** Folder of the evidence in the repository: `reports`. */
  readonly path: string
  /** The commit that is read: later ones do not change what was opened. */
  readonly commit: string
}

interface ListedFile extends EvidenceFile {
  readonly object: string
}

/** Evidence as one commit holds it, read from git's objects and never from a work tree, which may be stale. */
export function openGitTree(repository: Repository, published: Published): EvidenceTree {
  return {
    location: `commit ${published.commit.slice(0, 12)} of ${repository.directory}`,
    list: (folder) => listFiles(repository, published, folder),
    read: (paths) => readFiles(repository, published, paths),
  }
}

async function* readFiles(
  repository: Repository,
  published: Published,
  paths: readonly string[],
): AsyncGenerator<Uint8Array | undefined> {
  const files = paths.length > LOOKED_UP_ONE_BY_ONE ? await listFiles(repository, published, '') : []
  const objects = new Map(files.map(({ path, object }) => [path, object]))
  const { commit, path: folder } = published
  yield* readBlobs(
    repository,
    paths.map((path) => objects.get(path) ?? `${commit}:${folder}/${path}`),
  )
}

/** Every file below a folder of the evidence, below all of it for the empty name. */
async function listFiles(
  repository: Repository,
  { path, commit }: Published,
  folder: string,
): Promise<readonly ListedFile[]> {
  const below = folder === '' ? `${path}/` : `${path}/${folder}/`
  const listing = await repository.run(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', below])
  return listing
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [attributes = '', name = ''] = line.split('\t')
      const [, , object = '', bytes] = attributes.split(/ +/)
      return { path: name.slice(path.length + 1), bytes: Number(bytes), object }
    })
}
