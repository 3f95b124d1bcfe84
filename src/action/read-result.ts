import { EXIT, type ExitCode } from '../core/errors.ts'
import type { EvidenceRecord, Verdict } from '../core/record.ts'
import type { Problem } from './problem.ts'

/** What outputs, annotations and the summary need of a command's result, whichever command it was. */
export interface Reading {
  readonly records: readonly EvidenceRecord[]
  readonly problems: readonly Problem[]
  readonly verdicts: readonly Verdict[]
  readonly succeeded: number
  readonly failed: number
}

/** The parts of a result that several commands share. */
interface Part {
  readonly format?: unknown
  readonly target?: unknown
  readonly exitCode?: unknown
  readonly error?: { readonly code: string; readonly what?: string; readonly message?: string } & Told
  readonly findings?: unknown
  readonly problems?: unknown
  readonly verdict?: unknown
  readonly verdicts?: unknown
  readonly targets?: unknown
  readonly groups?: unknown
}

interface Told {
  readonly why?: string
  readonly fix?: string
}

/** Reads what `--json` would print as the last line. */
export function readResult(result: object, exitCode: ExitCode): Reading {
  const parts = partsOf(result)
  const records = parts.filter(({ format }) => format === 'lifeboat-record/1') as unknown as EvidenceRecord[]
  return {
    records,
    problems: parts.flatMap(problemsOf),
    verdicts: parts.flatMap(verdictsOf),
    ...counts(result, exitCode),
  }
}

/** The object and every object in it. */
function partsOf(value: unknown): Part[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(partsOf)
  return Array.isArray(value) ? inner : [value, ...inner]
}

/** A record's own error is told by the run, with its reason and its fix, which no record has. */
function problemsOf(part: Part): Problem[] {
  const { error, findings, problems, target } = part
  const name = typeof target === 'string' ? target : undefined
  const failure: Problem[] =
    error === undefined || part.format !== undefined
      ? []
      : [{ level: 'error', target: name, ...error, what: error.what ?? error.message ?? error.code }]
  return [...failure, ...listed(findings, name), ...listed(problems, name)]
}

type Listed = Told & {
  readonly code?: string
  readonly severity?: string
  readonly what?: string
  readonly message?: string
}

function listed(list: unknown, target: string | undefined): Problem[] {
  if (!Array.isArray(list)) return []
  return list
    .filter((one): one is Listed => typeof one === 'object' && one !== null)
    .map(({ code, severity, what, message, why, fix }) => {
      const level = severity === 'warning' ? 'warning' : 'error'
      return { level, target, code, what: what ?? message ?? code ?? 'a finding', why, fix }
    })
}

const VERDICTS: ReadonlySet<unknown> = new Set<Verdict>(['met', 'breached', 'notMeasured', 'notComparable'])

function verdictsOf({ verdict, verdicts }: Part): Verdict[] {
  const several = typeof verdicts === 'object' && verdicts !== null ? Object.entries(verdicts) : []
  // `overall` already weighs what belongs to it and leaves out what was not asked for.
  const overall = several.filter(([name]) => name === 'overall')
  const found = [verdict, ...(overall.length > 0 ? overall : several).map(([, value]) => value)]
  return found.filter((value): value is Verdict => VERDICTS.has(value))
}

const DONE: ReadonlySet<unknown> = new Set<ExitCode>([EXIT.done, EXIT.breached, EXIT.undelivered])

function counts({ targets, groups }: Part, exitCode: ExitCode): Pick<Reading, 'succeeded' | 'failed'> {
  const each = [targets, groups]
    .flatMap((list): readonly unknown[] => (Array.isArray(list) ? list : []))
    .map(codeOf)
    .filter((code) => code !== undefined)
  const codes = each.length > 0 ? each : [exitCode]
  const succeeded = codes.filter((code) => DONE.has(code)).length
  return { succeeded, failed: codes.length - succeeded }
}

function codeOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as Part).exitCode : undefined
}
