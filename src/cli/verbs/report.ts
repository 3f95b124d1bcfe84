import { join, resolve } from 'node:path'
import type { Fleet } from '../../compliance/compliance.ts'
import { compareTexts } from '../../compliance/known-record.ts'
import type { Period } from '../../compliance/period.ts'
import type { Configuration } from '../../config/configuration.ts'
import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { StoreReader } from '../../core/store.ts'
import { closing } from '../closing.ts'
import { openLedger } from '../open-ledger.ts'
import { describeCompliance } from '../output/describe-compliance.ts'
import { line } from '../output/lines.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'
import { fileFailure } from '../write-new-file.ts'

export const reportVerb: Verb = {
  name: 'report',
  summary: 'judge a month or a year by its records, and write the report and the overview',
  arguments: [{ notation: '[target...]', description: 'judge only these; the overview is then left alone' }],
  options: [
    { flags: '--period <name>', description: 'a month or a year: 2026-11, 2026 (default: this month)' },
    { flags: '--as-of <time>', description: 'judge by what was known then (default: the newest record)' },
    { flags: '--out <folder>', description: 'where to write (default: evidence.path of the configuration)' },
  ],
  examples: [
    ['lifeboat report --period 2026-11', 'reports/compliance/2026-11.json and .md, and reports/README.md'],
    ['lifeboat report --period 2026 --out /tmp/audit', 'a whole year, elsewhere'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const now = (await shell.context()).clock.now()
    const period = await readPeriod(input.options['period'] ?? now.toISOString().slice(0, 7))
    const asOf = readTime(input.options['asOf'])
    const configuration = await shell.configuration()
    const fleet = await readFleet(configuration, shell, input.arguments)
    const { reportFleet } = await import('../../report/report-fleet.ts')
    const { reportedPeriods, writeReportFiles } = await import('../../report/write-report-files.ts')
    const out = input.options['out']
    const folder =
      typeof out === 'string'
        ? resolve(shell.directory, out)
        : join(configuration.directory, configuration.evidence.path)
    const { compliance, files } = reportFleet(fleet, {
      period,
      now: now.getTime(),
      ...(asOf === undefined ? {} : { asOf }),
      only: input.arguments,
      periods: await reportedPeriods(folder),
    })
    const written = await writeReportFiles(folder, files).catch((error: unknown) => {
      throw fileFailure(folder, error)
    })
    const breached = compliance.targets.some(({ verdicts }) => verdicts.overall === 'breached')
    return {
      exitCode: breached ? EXIT.breached : EXIT.done,
      result: { folder, files: [...files.keys()], compliance },
      text: [describeCompliance(compliance), ...written.map((file) => line('wrote', file))].join('\n'),
    }
  },
}

/** All targets that are configured or have a record, and all that is known of them. */
async function readFleet(
  configuration: Configuration,
  shell: Shell,
  names: readonly string[],
): Promise<Fleet> {
  for (const name of names) configuration.target(name)
  const { gatherRecords } = await import('../../report/gather-records.ts')
  const { ledger } = await openLedger(configuration, await shell.context())
  await using opened = new AsyncDisposableStack()
  const stores: StoreReader[] = []
  for (const name of configuration.storeNames) {
    stores.push(opened.use(closing(await configuration.storeReader(name))).value)
  }
  const gathered = await gatherRecords({ stores, ...(ledger === undefined ? {} : { ledger }) })
  const isAsked = (name: string): boolean => names.length === 0 || names.includes(name)
  const records = gathered.records.filter(({ record }) => isAsked(record.target))
  const engines = new Map([
    ...records.map(({ record: { target, engine } }): [string, string] => [target, engine]),
    ...configuration.targets.map(({ name, engine }): [string, string] => [name, engine]),
  ])
  return {
    project: configuration.policy.project,
    targets: [...engines]
      .map(([name, engine]) => ({ name, engine }))
      .filter(({ name }) => isAsked(name))
      .toSorted((a, b) => compareTexts(a.name, b.name)),
    groups: configuration.groups.filter(({ targets }) => targets.every(isAsked)),
    records,
    ...(ledger?.head === undefined
      ? {}
      : { ledger: { sequence: ledger.head.sequence, head: ledger.head.digest } }),
    notCounted: gathered.notCounted,
  }
}

async function readPeriod(written: unknown): Promise<Period> {
  const { parsePeriod } = await import('../../compliance/period.ts')
  const period = parsePeriod(String(written))
  if (period !== undefined) return period
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--period ${String(written)} is neither a month nor a year`,
    fix: 'write 2026-11 or 2026',
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
