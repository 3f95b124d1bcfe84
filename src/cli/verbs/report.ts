import { join, resolve } from 'node:path'
import type { Compliance } from '../../compliance/compliance.ts'
import type { Period } from '../../compliance/period.ts'
import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { EvidenceBranch } from '../../evidence/branch/evidence-branch.ts'
import type { ReportFiles } from '../../report/report-files.ts'
import { openEvidenceBranch, PUBLISH_OPTIONS } from '../open-evidence-branch.ts'
import { describeCompliance } from '../output/describe-compliance.ts'
import { line } from '../output/lines.ts'
import { readFleet } from '../read-fleet.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb, VerbInput } from '../verb.ts'
import { fileFailure } from '../write-new-file.ts'

const [BRANCH, PUBLISH] = PUBLISH_OPTIONS

export const reportVerb: Verb = {
  name: 'report',
  summary: 'judge a month or a year by its records, and write the report and the overview',
  arguments: [{ notation: '[target...]', description: 'judge only these; the overview is then left alone' }],
  options: [
    {
      flags: '--period <name>',
      description: 'a month or a year: 2026-11, 2026 (default: this month, and the one before)',
    },
    {
      flags: '--as-of <time>',
      description: 'judge by what was known then (default: the newest record, or the last expected run)',
    },
    { flags: '--out <folder>', description: 'where to write (default: evidence.path of the configuration)' },
    { ...PUBLISH, default: 'none' },
    BRANCH,
  ],
  examples: [
    ['lifeboat report --period 2026-11', 'reports/compliance/2026-11.json and .md, and reports/README.md'],
    ['lifeboat report --period 2026 --out /tmp/audit', 'a whole year, elsewhere'],
    ['lifeboat report --publish git', 'this month and the one before, also committed to the evidence branch'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const now = (await shell.context()).clock.now()
    const period = await readPeriod(input.options['period'], now)
    const asOf = readTime(input.options['asOf'])
    const published = await openEvidenceBranch(input, shell)
    const head = await published?.branch.readHead()
    const fleet = await readFleet(shell, {
      names: input.arguments,
      ...(head === undefined ? {} : { head }),
    })
    const { reportFleet } = await import('../../report/report-fleet.ts')
    const { periodsIn, reportedPeriods, writeReportFiles } =
      await import('../../report/write-report-files.ts')
    const folder = await folderOf(input, shell)
    const listed = (await head?.tree?.list('compliance'))?.map(({ path }) => path)
    const { compliance, previous, files } = reportFleet(fleet, {
      period,
      monthBefore: input.options['period'] === undefined && asOf === undefined,
      now: now.getTime(),
      ...(asOf === undefined ? {} : { asOf }),
      only: input.arguments,
      periods: listed === undefined ? await reportedPeriods(folder) : periodsIn(listed),
    })
    const judged = previous === undefined ? [compliance] : [previous, compliance]
    const written = await writeReportFiles(folder, files).catch((error: unknown) => {
      throw fileFailure(folder, error)
    })
    const commit = published && (await publish(published.branch, { compliance, files }, shell))
    return {
      exitCode: judged.some(isBreached) ? EXIT.breached : EXIT.done,
      result: {
        folder,
        files: [...files.keys()],
        ...(commit === undefined ? {} : { commit }),
        compliance,
        ...(previous === undefined ? {} : { previous }),
      },
      text: [
        ...judged.map(describeCompliance),
        ...written.map((file) => line('wrote', file)),
        ...(published === undefined ? [] : [publishedText(published.branch.name, commit)]),
      ].join('\n'),
    }
  },
}

function isBreached({ targets, groups }: Compliance): boolean {
  return [...targets.map(({ verdicts }) => verdicts), ...groups].some(({ overall }) => overall === 'breached')
}

async function folderOf({ options: { out } }: VerbInput, shell: Shell): Promise<string> {
  if (typeof out === 'string') return resolve(shell.directory, out)
  const { directory, evidence } = await shell.configuration()
  return join(directory, evidence.path)
}

async function publish(
  branch: EvidenceBranch,
  { compliance, files }: { readonly compliance: Compliance; readonly files: ReportFiles },
  shell: Shell,
): Promise<string | undefined> {
  const { publishFiles } = await import('../../evidence/branch/publish-files.ts')
  const message = `report: ${compliance.project}, ${compliance.period.name}`
  return publishFiles(branch, { files, message }, await shell.context())
}

function publishedText(branch: string, commit: string | undefined): string {
  return commit === undefined
    ? `${branch}: holds this report already`
    : `${branch}: published the report in commit ${commit.slice(0, 12)}`
}

async function readPeriod(written: unknown, now: Date): Promise<Period> {
  const { parsePeriod } = await import('../../compliance/period.ts')
  const name = typeof written === 'string' ? written : now.toISOString().slice(0, 7)
  const period = parsePeriod(name)
  if (period === undefined) throw invalidPeriod(`--period ${name} is neither a month nor a year`)
  if (period.from > now.getTime()) throw invalidPeriod(`--period ${name} has not begun`)
  return period
}

function invalidPeriod(what: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what,
    fix: 'write a month or a year that has begun: 2026-11 or 2026',
  })
}

function readTime(written: unknown): number | undefined {
  if (typeof written !== 'string') return undefined
  if (/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(written) && !Number.isNaN(Date.parse(written))) {
    return Date.parse(written)
  }
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--as-of ${written} is no UTC time`,
    fix: 'write it as 2026-11-30T12:00:00Z',
  })
}
