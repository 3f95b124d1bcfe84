import { EXIT } from '../../core/errors.ts'
import { closing } from '../closing.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const validateVerb: Verb = {
  name: 'validate',
  summary: 'check the configuration, and what it can never meet',
  options: [
    { flags: '--offline', description: 'do not ask the stores whether they enforce create-only writes' },
  ],
  examples: [
    ['lifeboat validate', 'everything, with a probe of each store'],
    ['lifeboat validate --offline', 'the file alone'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const { assertCreateOnly } = await import('../../stores/assert-create-only.ts')
    const { requireQuestions } = await import('../../config/question-problems.ts')
    const { findingsOf } = await import('../../config/findings/findings-of.ts')
    const { sealingFindings } = await import('../../config/findings/sealing-findings.ts')
    const { inOrder } = await import('../../config/problem.ts')
    const { findingText } = await import('../../config/findings/finding.ts')
    await requireQuestions(configuration, configuration.groups)
    const context = await shell.context()
    const stores = input.options['offline'] === true ? [] : configuration.storeNames
    for (const name of stores) {
      await using store = closing(await configuration.openStore(name))
      await assertCreateOnly(store.value, context.random)
    }
    const findings = inOrder([
      ...findingsOf(configuration, context.clock.now()),
      ...(await sealingFindings(configuration)),
    ])
    const open = findings.some(({ severity }) => severity === 'error')
    const names = configuration.targets.map(({ name }) => name)
    return {
      exitCode: open ? EXIT.breached : EXIT.done,
      result: { targets: names, stores, findings },
      text: [
        `${configuration.file ?? 'the environment'} is valid${open ? ', but what it asks for cannot be met' : ''}`,
        line('targets', names.join(', ')),
        ...stores.map((name) => line('store', `${name} enforces create-only writes`)),
        ...findings.map(findingText),
      ].join('\n'),
    }
  },
}
