import type { EvidenceRecord } from '../core/record.ts'
import { UndeliveredRecord } from '../evidence/undelivered-record.ts'
import type { Shell } from './shell.ts'
import { describeError } from './output/describe-error.ts'

/** A run's record also when it could not be kept, which is told: the verdict must not be lost with it. */
export async function keptOrNot<R extends EvidenceRecord | undefined>(
  run: Promise<R>,
  shell: Pick<Shell, 'say'>,
): Promise<R> {
  try {
    return await run
  } catch (error) {
    if (!(error instanceof UndeliveredRecord)) throw error
    shell.say(describeError(error))
    return error.record as R
  }
}
