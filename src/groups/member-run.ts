import type { Check } from '../core/engine.ts'
import { ERROR_CODES, LifeboatError, type ErrorCode } from '../core/errors.ts'
import type { DrillRecord } from '../core/record.ts'
import { runDrill, type DrillJob, type GroupCopy } from '../drill/drill.ts'
import { UndeliveredRecord } from '../evidence/undelivered-record.ts'

/** What became of a member's drill; an error is only of one whose record could not be kept, or of a bug. */
export interface MemberEnd {
  readonly record?: DrillRecord
  readonly error?: unknown
}

/** What a drill ended with that did not succeed. */
export function errorCodeOf({ record, error }: MemberEnd): ErrorCode {
  const code = record?.error?.code ?? (error instanceof LifeboatError ? error.code : 'unexpected')
  return code in ERROR_CODES ? (code as ErrorCode) : 'unexpected'
}

/** A member's drill that is under way. */
export interface MemberRun {
  readonly target: string
  /** The validated copy; undefined when the drill ended before there was one. */
  readonly copy: Promise<GroupCopy | undefined>
  readonly ended: Promise<MemberEnd>
  /** Lets the drill go on: checks, negative control, and the end of its sandbox. */
  readonly release: (checks: readonly Check[]) => void
  /** Ends it. */
  readonly stop: (reason: unknown) => void
}

/** Starts the drill of a member, which waits with its validated copy until it is released. */
export function startMember(
  job: DrillJob,
  group: { readonly name: string; readonly record: string },
): MemberRun {
  const copy = Promise.withResolvers<GroupCopy | undefined>()
  const gate = Promise.withResolvers<readonly Check[]>()
  // Nobody may be waiting any more when it is stopped.
  gate.promise.catch(() => {})
  const joined = (found: GroupCopy): Promise<readonly Check[]> => {
    copy.resolve(found)
    return gate.promise
  }
  const ended = endOf(runDrill({ ...job, group: { ...group, joined } })).finally(() =>
    copy.resolve(undefined),
  )
  return {
    target: job.target.name,
    copy: copy.promise,
    ended,
    release: gate.resolve,
    stop: gate.reject,
  }
}

async function endOf(drill: Promise<DrillRecord>): Promise<MemberEnd> {
  try {
    return { record: await drill }
  } catch (error) {
    return error instanceof UndeliveredRecord ? { record: error.record as DrillRecord, error } : { error }
  }
}
