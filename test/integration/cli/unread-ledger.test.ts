import { expect, test } from 'vitest'
import { openPlainProject } from '../../support/cli/plain-project.ts'
import { badCredentials } from '../../support/github/api/answers.ts'
import { startFakeGitHub } from '../../support/github/api/fake-github.ts'

test('prune tells a ledger that GitHub does not give as a finding, and one that is not there yet not at all', async () => {
  await using github = await startFakeGitHub()
  await using project = await openPlainProject()
  const environment = { ...github.environment, GITHUB_ACTIONS: 'true' }
  const prune = ['prune', 'books', '--apply']
  expect(await project.run(prune, environment)).toMatchObject({
    exitCode: 0,
    result: { targets: [{ findings: [] }] },
  })
  github.interfere({ on: ['getRepository'], answer: badCredentials })
  expect(await project.run(prune, environment)).toMatchObject({
    exitCode: 5,
    result: { targets: [{ findings: [expect.stringContaining('the ledger cannot be read')] }] },
  })
})
