import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { jobs } from '../../support/workflows/workflows.ts'

let directory: string

/** Answers with the tags of the repository as the platform lists them, and notes what is moved. */
const GH = `#!/bin/sh
case "$*" in
  *matching-refs/tags/v1.*) printf 'refs/tags/%s\\n' $TAGS ;;
  *) echo "$@" >> "$MOVED" ;;
esac
`

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lb-release-'))
  await writeFile(join(directory, 'gh'), GH, { mode: 0o755 })
})
afterEach(() => rm(directory, { recursive: true, force: true }))

/** What the release of a tag moves, where the repository has these tags. */
async function moved(TAG: string, TAGS: string): Promise<string> {
  const steps = jobs.find(({ name }) => name === '.github/workflows/release.yml release')?.job.steps
  const run = steps?.find(({ run: script }) => script?.includes('git/refs'))?.run ?? ''
  const MOVED = join(directory, 'moved')
  await writeFile(MOVED, '')
  const PATH = `${directory}:/usr/bin:/bin`
  const env = { PATH, TAG, TAGS, MOVED, REPOSITORY: 'acme/lifeboat', COMMIT: 'c0ffee' }
  // As the platform starts a step without a shell of its own.
  execFileSync('bash', ['-e', '-c', run], { env, stdio: 'pipe' })
  return readFile(MOVED, 'utf8')
}

test.each([
  ['v1.10.0', 'v1.0.0 v1.10.0 v1.9.9'],
  ['v1.0.0', 'v1.0.0'],
  ['v1.2.0', 'v1.2.0 v1.3.0-rc.1'],
])('the newest of its major, %s of %s, is what the major tag moves to', async (tag, tags) => {
  expect(await moved(tag, tags)).toContain('repos/acme/lifeboat/git/refs/tags/v1 -f sha=c0ffee')
})

test.each([
  ['v1.9.9', 'v1.0.0 v1.10.0 v1.9.9'],
  ['v1.2.3', 'v1.2.3 v1.3.0'],
])('an older one, %s of %s, moves nothing', async (tag, tags) => {
  expect(await moved(tag, tags)).toBe('')
})
