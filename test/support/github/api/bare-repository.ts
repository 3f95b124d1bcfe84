import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

const IDENTITY = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
}

export interface TreeEntry {
  readonly path: string
  readonly mode: string
  readonly type: string
  readonly sha: string
  readonly size?: number
}

/** The bare repository behind the fake; every step is one synchronous piece, so that none can interleave. */
export class BareRepository {
  readonly directory: string

  constructor(directory: string) {
    this.directory = directory
  }

  /** A repository with one commit on `main`. */
  static create(directory: string): BareRepository {
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', directory])
    const repository = new BareRepository(directory)
    const tree = repository.run(['mktree'], { input: '' }).trim()
    const first = repository.run(['commit-tree', '-m', 'first', tree]).trim()
    repository.run(['update-ref', 'refs/heads/main', first])
    return repository
  }

  run(args: readonly string[], more: { input?: string | Buffer; index?: string } = {}): string {
    return this.#raw(args, more).toString('utf8')
  }

  refOf(branch: string): string | undefined {
    return this.run(['for-each-ref', '--format=%(objectname)', `refs/heads/${branch}`]).trim() || undefined
  }

  entriesOf(tree: string, recursive: boolean): TreeEntry[] {
    const listing = this.run(['ls-tree', '-l', '-z', ...(recursive ? ['-r', '-t'] : []), tree])
    return listing
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => {
        const [attributes = '', path = ''] = line.split('\t')
        const [mode = '', type = '', sha = '', size = '-'] = attributes.split(/ +/)
        return { path, mode, type, sha, ...(size === '-' ? {} : { size: Number(size) }) }
      })
  }

  blob(id: string): Buffer {
    return this.#raw(['cat-file', 'blob', id], {})
  }

  /** Moves the branch from `head` to a new commit with these files; undefined when it is elsewhere. */
  commit(
    branch: string,
    head: string,
    change: { message: string; files: readonly { path: string; contents: string }[] },
  ): string | undefined {
    if (this.refOf(branch) !== head) return undefined
    const index = join(this.directory, 'fake.index')
    this.run(['read-tree', head], { index })
    const lines = change.files.map(({ path, contents }) => {
      const object = this.run(['hash-object', '-w', '--stdin'], { input: Buffer.from(contents, 'base64') })
      return `100644 ${object.trim()}\t${path}\0`
    })
    this.run(['update-index', '-z', '--index-info'], { index, input: lines.join('') })
    const tree = this.run(['write-tree'], { index }).trim()
    const made = this.run(['commit-tree', '-p', head, tree], { input: change.message }).trim()
    this.run(['update-ref', `refs/heads/${branch}`, made, head])
    return made
  }

  #raw(args: readonly string[], more: { input?: string | Buffer; index?: string }): Buffer {
    const env = { ...process.env, ...IDENTITY, ...(more.index && { GIT_INDEX_FILE: more.index }) }
    const { input = '' } = more
    return execFileSync('git', ['-C', this.directory, ...args], { env, input, stdio: 'pipe' })
  }
}
