import { expect, test } from 'vitest'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { publishFiles } from '../../../src/evidence/branch/publish-files.ts'
import { testContext } from '../../support/context.ts'
import { evidenceBench } from '../../support/evidence/repository.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('derived files are one commit, and none when nothing changed', async () => {
  await using bench = await evidenceBench()
  await using context = await testContext()
  const branch = await openGitBranch(bench.place, context)
  const publish = (files: Record<string, string>) =>
    publishFiles(
      branch,
      { files: new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])), message: 'report' },
      context,
    )
  const first = await publish({ 'README.md': '# one\n', '2026-11/orders.svg': '<svg/>\n' })
  expect(first).toBe(bench.branchHead())
  expect(await publish({ 'README.md': '# one\n', '2026-11/orders.svg': '<svg/>\n' })).toBeUndefined()
  const second = await publish({ 'README.md': '# two\n', '2026-11/orders.svg': '<svg/>\n' })

  expect(bench.git('log', '--format=%H', 'lifeboat-evidence').split('\n')).toEqual([second, first])
  expect(bench.git('diff', '--name-only', first!, second!)).toBe('reports/README.md')
  expect(bench.git('show', 'lifeboat-evidence:reports/README.md')).toBe('# two')
})
