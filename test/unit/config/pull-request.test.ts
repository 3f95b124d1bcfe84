import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfiguration } from '../../../src/config/load.ts'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lb-event-'))
  await writeFile(join(directory, 'lifeboat.yaml'), FILE)
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const FILE = `
version: 1
project: shop
stores: { primary: { type: filesystem, path: store } }
encryption: { identities: [{ command: [echo, anything] }] }
targets: { shop: { engine: postgres, connection: { url: { env: SHOP_URL } } } }
`

/** Whether a command that the file names gives its secret in a run that this event started. */
async function runsCommands(name: string, payload?: object): Promise<boolean> {
  const path = join(directory, payload === undefined ? 'absent' : 'event.json')
  if (payload !== undefined) await writeFile(path, JSON.stringify(payload))
  const env = { PATH: '/usr/bin:/bin', GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path }
  const { encryption } = await loadConfiguration({ env, directory })
  return encryption.identities().then(
    () => true,
    (error: unknown) => {
      expect(error).toMatchObject({ code: 'secret-missing' })
      return false
    },
  )
}

const OWN_HEAD = { full_name: 'acme/shop' }

test.each([
  ['pull_request', { pull_request: { head: { repo: OWN_HEAD } } }],
  ['pull_request_review', { pull_request: { head: { repo: OWN_HEAD } } }],
  ['workflow_run', { workflow_run: { head_repository: OWN_HEAD } }],
  ['issue_comment', { issue: { pull_request: {} } }],
  ['issue_comment', undefined],
  ['merge_group', { merge_group: {} }],
])('%s: no command is run for a secret (%j)', async (name, payload) => {
  expect(await runsCommands(name, payload)).toBe(false)
})

test.each([
  ['schedule', {}],
  ['workflow_dispatch', undefined],
  ['push', {}],
  ['issue_comment', { issue: {} }],
])('%s: commands are run (%j)', async (name, payload) => {
  expect(await runsCommands(name, payload)).toBe(true)
})
