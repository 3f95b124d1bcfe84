import { EXIT } from '../../core/errors.ts'
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
    const { enforcesCreateOnly } = await import('../../stores/enforces-create-only.ts')
    const stores = input.options['offline'] === true ? [] : configuration.storeNames
    for (const name of stores) {
      const store = await configuration.openStore(name)
      await enforcesCreateOnly(store, await shell.context()).finally(() => store.close())
    }
    const { findings } = configuration
    const open = findings.filter(({ severity }) => severity === 'error')
    return {
      exitCode: open.length > 0 ? EXIT.breached : EXIT.done,
      result: { targets: configuration.targets.map(({ name }) => name), stores, findings },
      text: [
        `${configuration.file ?? 'the environment'}: ${configuration.targets.length} targets, ${open.length === 0 ? 'valid' : 'valid, but cannot be met as it stands'}`,
        ...stores.map((name) => line('store', `${name} enforces create-only writes`)),
        ...findings.flatMap(({ severity, code, where, message, fix }) => [
          line(severity, `${where}: ${message} [${code}]`),
          line('', `fix: ${fix}`),
        ]),
      ].join('\n'),
    }
  },
}
