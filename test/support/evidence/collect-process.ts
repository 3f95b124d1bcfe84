import { openStore } from '../../../src/stores/filesystem/index.ts'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { createContext } from '../../../src/runtime/context.ts'

const [directory = '', path = ''] = process.argv.slice(2)

await using context = await createContext({
  environment: process.env,
  reporter: { report: () => undefined },
  signal: new AbortController().signal,
})
const collected = await collectRecords({
  stores: [await openStore({ type: 'filesystem', path }, { name: 'primary' })],
  branch: await openGitBranch({ directory, branch: 'lifeboat-evidence', path: 'reports' }, context),
  context,
})
console.log(JSON.stringify(collected))
