import { EXIT, worstExitCode, type ExitCode } from '../../core/errors.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Collected } from '../../evidence/collect.ts'
import { closing } from '../closing.ts'
import { openEvidenceBranch, PUBLISH_OPTIONS } from '../open-evidence-branch.ts'
import { line, plural } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const collectVerb: Verb = {
  name: 'collect',
  summary: "publish the stores' new records in the ledger of a git branch",
  options: PUBLISH_OPTIONS,
  examples: [
    ['lifeboat collect', 'one commit with everything new; no work tree or index is touched'],
    ['lifeboat collect --publish github', 'in a workflow: a signed commit by the API, without a clone'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { collectRecords } = await import('../../evidence/collect.ts')
    const published = await openEvidenceBranch(input, shell)
    if (published === undefined) return NOT_PUBLISHED
    await using opened = new AsyncDisposableStack()
    const stores: StoreReader[] = []
    for (const name of configuration.storeNames) {
      stores.push(opened.use(closing(await configuration.storeReader(name))).value)
    }
    const collected = await collectRecords({ stores, ...published, context: await shell.context() })
    const codes: ExitCode[] = collected.problems.length === 0 ? [EXIT.done] : [EXIT.bad]
    return {
      exitCode: worstExitCode(codes),
      result: { branch: published.branch.name, ...collected },
      text: describe(published.branch.name, collected),
    }
  },
}

const NOT_PUBLISHED: Outcome = {
  exitCode: EXIT.done,
  result: { added: 0, problems: [] },
  text: 'nothing is published: the records stay in the stores',
}

function describe(branch: string, collected: Collected): string {
  const { attestation, pullRequest } = collected
  return [
    collected.commit === undefined
      ? `${branch}: nothing new to publish`
      : `${branch}: published ${plural(collected.added, 'record')} in commit ${collected.commit.slice(0, 12)}`,
    ...(pullRequest === undefined ? [] : [line('to accept', pullRequest)]),
    ...(attestation === undefined
      ? []
      : 'path' in attestation
        ? [line('attestation', attestation.path)]
        : [line('attestation', `none: ${attestation.unavailable}`)]),
    ...collected.problems.map(({ what }) => line('problem', what)),
  ].join('\n')
}
