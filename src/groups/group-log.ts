import type { RecordBase } from '../core/record.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { beginRun, type RunLog } from '../evidence/run-log.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'

/** Stands in records of groups where those of targets name an engine. */
const ENGINE = 'group'

/** Starts the log of a run of a whole group; `job` is of any member. */
export function beginGroup(
  name: string,
  { policy, context }: Pick<TargetJob, 'policy' | 'context'>,
  trigger: RecordBase['trigger'],
): RunLog {
  return beginRun({
    project: policy.project,
    target: name,
    engine: ENGINE,
    policyDigest: policy.digest,
    disclosure: policy.disclosure,
    toolVersion: TOOL_VERSION,
    trigger,
    context,
  })
}
