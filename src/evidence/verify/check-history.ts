import type { Repository } from '../git/repository.ts'
import type { Finding } from './finding.ts'

export interface CheckedHistory {
  readonly findings: readonly Finding[]
  /** False in a shallow clone: what was before its oldest commit is not known. */
  readonly whole: boolean
}

/** Checks along the first parents that no commit ever changed or removed a published file. */
export async function checkHistory(
  repository: Repository,
  { path, commit }: { readonly path: string; readonly commit: string },
): Promise<CheckedHistory> {
  const lines = (await repository.run(['rev-list', '--first-parent', '--parents', commit]))
    .trimEnd()
    .split('\n')
  // Only the first parent is passed on, so that a merge is compared with what was published before it.
  const steps = lines.map((line) => line.split(' ').slice(0, 2).join(' '))
  const changed = await repository.run(
    [
      'diff-tree',
      '--stdin',
      '-r',
      '-z',
      '--no-renames',
      '--name-only',
      '--diff-filter=a',
      '--',
      `${path}/ledger/`,
      `${path}/records/`,
    ],
    { stdin: steps.map((step) => `${step}\n`).join('') },
  )
  const shallow = (await repository.run(['rev-parse', '--is-shallow-repository'])).trim() === 'true'
  return { findings: findingsIn(changed), whole: !shallow }
}

function findingsIn(changed: string): readonly Finding[] {
  const findings: Finding[] = []
  let commit = ''
  for (const item of changed.split('\0').filter((text) => text !== '')) {
    const header = /^([0-9a-f]{40,64})\n?$/.exec(item)
    if (header?.[1] !== undefined) commit = header[1]
    else {
      findings.push({
        code: item.includes('/ledger/') ? 'ledger-broken' : 'record-altered',
        what: `commit ${commit.slice(0, 12)} changed or removed the published ${item.trim()}`,
      })
    }
  }
  return findings
}
