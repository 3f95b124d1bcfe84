import { EXIT } from '../../core/errors.ts'
import { line } from '../output/lines.ts'
import type { Outcome, Verb } from '../verb.ts'

export const evidenceVerifyVerb: Verb = {
  name: 'evidence verify',
  summary: 'check the published records and their chain, offline',
  options: [
    {
      flags: '--head <sha256>',
      description: 'the ledger head you trust; without it nothing is called valid',
    },
    {
      flags: '--folder <path>',
      description: 'a checked out or unpacked reports folder instead of the git branch',
    },
    {
      flags: '--branch <name>',
      description: 'the branch to read (default: evidence.branch of the configuration)',
    },
  ],
  examples: [
    ['lifeboat evidence verify', 'whether the chain is consistent, and its head'],
    [
      'lifeboat evidence verify --head 3f0c… --folder reports',
      'an auditor with a copy and a head noted earlier',
    ],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const { verifyEvidence } = await import('../../evidence/verify-evidence.ts')
    const folder = input.options['folder']
    const source = typeof folder === 'string' ? { folder } : await branchOf(input.options['branch'], shell)
    const head = input.options['head']
    const report = await verifyEvidence({
      source,
      ...(typeof head === 'string' ? { pinnedHead: head } : {}),
      context: await shell.context(),
    })
    return {
      exitCode: report.findings.length === 0 ? EXIT.done : EXIT.bad,
      result: { ...report },
      text: [
        report.statement,
        line('records', `${report.recordCount} in ${report.batchCount} batches`),
        ...(report.head === undefined ? [] : [line('head', report.head)]),
        ...report.findings.map(({ code, what }) => line('finding', `${what} [${code}]`)),
      ].join('\n'),
    }
  },
}

async function branchOf(
  branch: unknown,
  shell: Parameters<Verb['run']>[1],
): Promise<{ readonly directory: string; readonly branch: string; readonly path: string }> {
  const { evidence } = await shell.configuration()
  const { directory, path } = evidence
  return { directory, path, branch: typeof branch === 'string' ? branch : evidence.branch }
}
