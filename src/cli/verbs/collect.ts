import { ERROR_CODES, EXIT, worstExitCode } from '../../core/errors.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Collected } from '../../evidence/collect.ts'
import type { Problem } from '../../evidence/drain-store.ts'
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
    const { collectRecords, unread } = await import('../../evidence/collect.ts')
    const published = await openEvidenceBranch(input, shell)
    if (published === undefined) return NOT_PUBLISHED
    await using opened = new AsyncDisposableStack()
    const stores: StoreReader[] = []
    const unopened: Problem[] = []
    for (const name of configuration.storeNames) {
      try {
        stores.push(opened.use(closing(await configuration.storeReader(name))).value)
      } catch (error) {
        unopened.push(unread(name, error))
      }
    }
    const publication = await collectRecords({ stores, ...published, context: await shell.context() })
    const collected = { ...publication, problems: [...unopened, ...publication.problems] }
    return {
      exitCode: worstExitCode(collected.problems.map(({ code }) => ERROR_CODES[code])),
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
    ...collected.problems.flatMap(({ what, fix }) => [
      line('problem', what),
      ...(fix === undefined ? [] : [line('fix', fix)]),
    ]),
  ].join('\n')
}
