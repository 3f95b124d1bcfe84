import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvent } from '../../../src/action/event.ts'
import { refuseFork } from '../../../src/action/refuse-fork.ts'

const REPOSITORY = 'acme/shop'
const INPUTS = { command: 'backup', targets: [], args: [], env: {}, artifact: true } as const

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lb-event-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The code of the refusal, or `trusted`; without a text there is no payload. */
async function verdictOf(name: string, text?: string): Promise<unknown> {
  const path = join(folder, text === undefined ? 'absent' : 'event.json')
  if (text !== undefined) await writeFile(path, text)
  const event = readEvent({
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: path,
    GITHUB_REPOSITORY: REPOSITORY,
  })
  const absent = { config: undefined, backup: undefined, into: undefined, confirm: undefined }
  try {
    refuseFork(event, { ...INPUTS, ...absent, failOn: undefined, token: undefined })
    return 'trusted'
  } catch (error) {
    return (error as { readonly code?: unknown }).code ?? error
  }
}

const UNREAD = [undefined, '', '{"pull', 'null', '7'] as const
const SAYS_NOTHING = ['{}', '{"workflow_run":null}', '{"workflow_run":{}}', '{"pull_request":null}'] as const

test.each(['pull_request', 'pull_request_target', 'pull_request_review', 'workflow_run'])(
  '%s whose payload does not say whose code it is gets nothing done',
  async (name) => {
    for (const text of [...UNREAD, ...SAYS_NOTHING])
      expect([text, await verdictOf(name, text)]).toEqual([text, 'untrusted-event'])
  },
)

test('any other event that strangers may cause is refused when its payload cannot be read', async () => {
  for (const text of UNREAD) expect(await verdictOf('issue_comment', text)).toBe('untrusted-event')
})

test.each(['schedule', 'workflow_dispatch', 'push'])('%s needs no payload', async (name) => {
  for (const text of [...UNREAD, '{}']) expect(await verdictOf(name, text)).toBe('trusted')
})

test("a head in one's own repository is trusted", async () => {
  const head = { full_name: REPOSITORY }
  expect(await verdictOf('workflow_run', JSON.stringify({ workflow_run: { head_repository: head } }))).toBe(
    'trusted',
  )
  expect(await verdictOf('pull_request', JSON.stringify({ pull_request: { head: { repo: head } } }))).toBe(
    'trusted',
  )
})
