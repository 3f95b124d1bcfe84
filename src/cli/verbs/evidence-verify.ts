import { EXIT, LifeboatError } from '../../core/errors.ts'
import { chosenBranch } from '../chosen-branch.ts'
import { line, plural } from '../output/lines.ts'
import type { StoreReader } from '../../core/store.ts'
import type { EvidencePlace } from '../../evidence/ledger/read-ledger.ts'
import type { EvidenceReport } from '../../evidence/verify-evidence.ts'
import { publishedBranch } from '../published-branch.ts'
import type { Shell } from '../shell.ts'
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
    { flags: '--stores', description: 'compare records, manifests and volumes in the stores too' },
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
    const head = pinnedHead(input.options['head'])
    const folder = input.options['folder']
    const source = typeof folder === 'string' ? { folder } : await branchOf(input.options['branch'], shell)
    await using stores = input.options['stores'] === true ? await allStores(shell) : undefined
    const report = await verifyEvidence({
      source,
      ...(stores === undefined ? {} : { stores: stores.readers }),
      ...(head === undefined ? {} : { pinnedHead: head }),
      context: await shell.context(),
    })
    return {
      exitCode: report.findings.length === 0 ? EXIT.done : EXIT.bad,
      result: { ...report },
      text: [
        report.statement,
        ...report.limitations.map((text) => line('limitation', text)),
        line('records', `${report.recordCount}, published in ${plural(report.batchCount, 'commit')}`),
        ...(stores === undefined ? [] : [line('stores', comparedText(report))]),
        ...(report.head === undefined ? [] : [line('head', report.head)]),
        ...report.findings.map(({ code, what }) => line('finding', `${what} [${code}]`)),
      ].join('\n'),
    }
  },
}

/** A part of a digest pins nothing, and a slip of the pen is no verdict on the evidence. */
function pinnedHead(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined
  if (/^[0-9a-f]{64}$/i.test(written)) return written
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--head takes a whole SHA-256, not ${written === '' ? 'nothing' : `${written.length} characters that are none`}`,
    fix: 'give all 64 hexadecimal digits, as lifeboat evidence verify prints them',
  })
}

function comparedText(report: EvidenceReport): string {
  const { recordsCompared, manifestsCompared, volumesListed, backupsPruned } = report
  const pruned = backupsPruned === 0 ? '' : `, ${plural(backupsPruned, 'backup')} removed on purpose`
  return `${plural(recordsCompared, 'record')} and ${plural(manifestsCompared, 'manifest')} compared, ${plural(volumesListed, 'volume')} looked for${pruned}`
}

async function allStores(
  shell: Shell,
): Promise<AsyncDisposable & { readonly readers: readonly StoreReader[] }> {
  const configuration = await shell.configuration()
  const readers = await Promise.all(configuration.storeNames.map((name) => configuration.storeReader(name)))
  return {
    readers,
    [Symbol.asyncDispose]: async () => {
      for (const reader of readers) await reader.close()
    },
  }
}

async function branchOf(named: unknown, shell: Shell): Promise<EvidencePlace> {
  const configuration = await shell.configuration()
  const { evidence, directory } = configuration
  const { findRepository } = await import('../../evidence/git/repository.ts')
  const repository = named === undefined ? await findRepository(directory, await shell.context()) : undefined
  const branch =
    repository === undefined
      ? chosenBranch(named, evidence.branch)
      : await publishedBranch(configuration, repository)
  return { directory, path: evidence.path, branch }
}
