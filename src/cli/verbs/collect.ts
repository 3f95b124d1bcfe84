import { EXIT, worstExitCode, type ExitCode } from '../../core/errors.ts'
import type { StoreReader } from '../../core/store.ts'
import { chosenBranch } from '../chosen-branch.ts'
import { closing } from '../closing.ts'
import { line, plural } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const collectVerb: Verb = {
  name: 'collect',
  summary: "publish the stores' new records in the ledger of a git branch",
  options: [
    {
      flags: '--branch <name>',
      description: 'the branch to write (default: evidence.branch of the configuration)',
    },
  ],
  examples: [['lifeboat collect', 'one commit with everything new; no work tree or index is touched']],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { collectRecords } = await import('../../evidence/collect.ts')
    const { openGitBranch } = await import('../../evidence/branch/git-branch.ts')
    await using opened = new AsyncDisposableStack()
    const stores: StoreReader[] = []
    for (const name of configuration.storeNames) {
      stores.push(opened.use(closing(await configuration.storeReader(name))).value)
    }
    const { directory, evidence } = configuration
    const chosen = chosenBranch(input.options['branch'], evidence.branch)
    const context = await shell.context()
    const branch = await openGitBranch({ directory, path: evidence.path, branch: chosen }, context)
    const collected = await collectRecords({ stores, branch, context })
    const codes: ExitCode[] = collected.problems.length === 0 ? [EXIT.done] : [EXIT.bad]
    return {
      exitCode: worstExitCode(codes),
      result: { branch: chosen, ...collected },
      text: [
        collected.commit === undefined
          ? `${chosen}: nothing new to publish`
          : `${chosen}: published ${plural(collected.added, 'record')} in commit ${collected.commit.slice(0, 12)}`,
        ...collected.problems.map(({ what }) => line('problem', what)),
      ].join('\n'),
    }
  },
}
