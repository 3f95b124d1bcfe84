import type { Verb } from './verb.ts'
import { backupVerb } from './verbs/backup.ts'
import { checkVerb } from './verbs/check.ts'
import { collectVerb } from './verbs/collect.ts'
import { drillVerb } from './verbs/drill.ts'
import { evidenceVerifyVerb } from './verbs/evidence-verify.ts'
import { initVerb } from './verbs/init.ts'
import { keysCheckVerb } from './verbs/keys-check.ts'
import { keysNewVerb } from './verbs/keys-new.ts'
import { listVerb } from './verbs/list.ts'
import { planVerb } from './verbs/plan.ts'
import { pruneVerb } from './verbs/prune.ts'
import { reportVerb } from './verbs/report.ts'
import { restoreVerb } from './verbs/restore.ts'
import { showVerb } from './verbs/show.ts'
import { statusVerb } from './verbs/status.ts'
import { sweepVerb } from './verbs/sweep.ts'
import { validateVerb } from './verbs/validate.ts'
import { verifyVerb } from './verbs/verify.ts'

/** Every verb, in the order of the help. */
export const verbs: readonly Verb[] = [
  initVerb,
  validateVerb,
  planVerb,
  backupVerb,
  listVerb,
  showVerb,
  verifyVerb,
  drillVerb,
  restoreVerb,
  pruneVerb,
  statusVerb,
  checkVerb,
  collectVerb,
  reportVerb,
  evidenceVerifyVerb,
  sweepVerb,
  keysNewVerb,
  keysCheckVerb,
]
