import { graphQLError, notAccessible, notFound, ok, restError, type FakeAnswer } from './answers.ts'
import type { BareRepository } from './bare-repository.ts'

export type Operation = keyof typeof OPERATIONS | 'unknown'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
}

interface FakePull {
  readonly head: string
  readonly base: string
  readonly title: string
  readonly body: string
  open: boolean
}

/** What tests may turn while it runs. */
export interface FakeState {
  canWrite: boolean
  /** Branches that a ruleset guards: changes through pull requests only. */
  readonly protectedBranches: Set<string>
  readonly pulls: FakePull[]
  /** Recursive listings are cut off here. */
  maxTreeEntries: number
}

export interface FakeWorld {
  readonly repository: BareRepository
  readonly state: FakeState
}

type Perform = (asked: Asked, world: FakeWorld) => FakeAnswer

interface Handler {
  readonly fits: (asked: Asked) => boolean
  readonly perform: Perform
}

const PLACE = '/repos/ann/shop'

const OPERATIONS = {
  getRepository: on('GET', `${PLACE}$`, () =>
    ok({ name: 'shop', full_name: 'ann/shop', default_branch: 'main', private: false, visibility: 'public' }),
  ),
  getRef: on('GET', `${PLACE}/git/ref/heads`, getRef),
  getTree: on('GET', `${PLACE}/git/trees/`, getTree),
  getBlob: on('GET', `${PLACE}/git/blobs/`, getBlob),
  createRef: on('POST', `${PLACE}/git/refs$`, createRef),
  listPulls: on('GET', `${PLACE}/pulls`, listPulls),
  createPull: on('POST', `${PLACE}/pulls$`, createPull),
  createCommit: query('createCommitOnBranch', createCommit),
  readBlobs: query('on Blob', readBlobs),
} satisfies Record<string, Handler>

export function operationOf(asked: Asked): Operation {
  const found = Object.entries(OPERATIONS).find(([, { fits }]) => fits(asked))
  return (found?.[0] ?? 'unknown') as Operation
}

export function perform(operation: Operation, asked: Asked, world: FakeWorld): FakeAnswer {
  return operation === 'unknown' ? notFound : OPERATIONS[operation].perform(asked, world)
}

function on(method: string, path: string, perform: Perform): Handler {
  const pattern = new RegExp(`^${path}`)
  return {
    fits: (asked) =>
      asked.method === method && pattern.test(decodeURIComponent(asked.path.split('?')[0] ?? '')),
    perform,
  }
}

function query(part: string, perform: Perform): Handler {
  const fits = ({ path, body }: Asked): boolean => path === '/graphql' && String(body['query']).includes(part)
  return { fits, perform }
}

function last(path: string): string {
  return decodeURIComponent(path.split('?')[0]?.split('/').at(-1) ?? '')
}

function getRef({ path }: Asked, { repository }: FakeWorld): FakeAnswer {
  const branch = decodeURIComponent(path).slice(`${PLACE}/git/ref/heads/`.length)
  const sha = repository.refOf(branch)
  return sha === undefined ? notFound : ok({ ref: `refs/heads/${branch}`, object: { type: 'commit', sha } })
}

function getTree({ path }: Asked, { repository, state }: FakeWorld): FakeAnswer {
  const recursive = path.includes('recursive=')
  const entries = repository.entriesOf(last(path), recursive)
  const limit = recursive ? state.maxTreeEntries : Infinity
  return ok({ sha: last(path), tree: entries.slice(0, limit), truncated: entries.length > limit })
}

function getBlob({ path }: Asked, { repository }: FakeWorld): FakeAnswer {
  const content = repository.blob(last(path))
  return ok({
    sha: last(path),
    size: content.length,
    content: content.toString('base64'),
    encoding: 'base64',
  })
}

function readBlobs({ body }: Asked, { repository }: FakeWorld): FakeAnswer {
  const fields = [...String(body['query']).matchAll(/(\w+): object\(oid: "([0-9a-f]{40})"\)/g)]
  const objects = fields.map(([, name = '', id = '']) => [
    name,
    { text: repository.blob(id).toString('utf8') },
  ])
  return ok({ data: { repository: Object.fromEntries(objects) as unknown } })
}

function createRef({ body }: Asked, { repository, state }: FakeWorld): FakeAnswer {
  if (!state.canWrite) return notAccessible
  const branch = String(body['ref']).replace('refs/heads/', '')
  if (repository.refOf(branch) !== undefined) return restError(422, 'Reference already exists')
  repository.run(['update-ref', `refs/heads/${branch}`, String(body['sha'])])
  return ok({ ref: body['ref'], object: { type: 'commit', sha: body['sha'] } }, 201)
}

interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string }
  readonly expectedHeadOid: string
  readonly message: { readonly headline: string; readonly body?: string }
  readonly fileChanges: { readonly additions: readonly { path: string; contents: string }[] }
}

function createCommit({ body }: Asked, { repository, state }: FakeWorld): FakeAnswer {
  const { input } = body['variables'] as { readonly input: CommitInput }
  const { branchName: branch } = input.branch
  if (!state.canWrite) return graphQLError('FORBIDDEN', 'Resource not accessible by integration')
  if (state.protectedBranches.has(branch)) {
    const words = 'Repository rule violations found\n\nChanges must be made through a pull request.\n\n'
    return graphQLError('UNPROCESSABLE', words)
  }
  const message = `${input.message.headline}\n\n${input.message.body ?? ''}`
  const files = input.fileChanges.additions
  const oid = repository.commit(branch, input.expectedHeadOid, { message, files })
  if (oid !== undefined) return ok({ data: { createCommitOnBranch: { commit: { oid } } } })
  const words = `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`
  return graphQLError('STALE_DATA', words)
}

function listPulls({ path }: Asked, { state }: FakeWorld): FakeAnswer {
  const wanted = new URLSearchParams(path.split('?')[1])
  const head = wanted.get('head')?.replace('ann:', '')
  const found = state.pulls.filter(
    (pull) => pull.open && pull.head === head && pull.base === wanted.get('base'),
  )
  return ok(found.map((pull) => pageOf(pull, state)))
}

function createPull({ body }: Asked, { state }: FakeWorld): FakeAnswer {
  if (!state.canWrite) return notAccessible
  const { head, base, title, body: text } = body as Record<string, string>
  const pull = { head: head ?? '', base: base ?? '', title: title ?? '', body: text ?? '', open: true }
  if (state.pulls.some((other) => other.open && other.head === pull.head)) {
    const errors = [{ resource: 'PullRequest', message: `A pull request already exists for ann:${head}.` }]
    return restError(422, 'Validation Failed', { errors })
  }
  state.pulls.push(pull)
  return ok(pageOf(pull, state), 201)
}

function pageOf(pull: FakePull, { pulls }: FakeState): object {
  const number = pulls.indexOf(pull) + 1
  return { number, html_url: `https://github.com/ann/shop/pull/${number}`, title: pull.title }
}
