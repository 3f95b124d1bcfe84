import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import {
  verifyEvidence,
  type EvidenceReport,
  type VerifyRequest,
} from '../../../src/evidence/verify-evidence.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { testContext } from '../context.ts'
import { backupRecord } from './records.ts'
import { evidenceBench, type EvidenceBench } from './repository.ts'

/** Three batches: records 1 and 2, record 3, record 4. */
export async function published(): Promise<{ readonly bench: EvidenceBench; readonly head: string }> {
  const bench = await evidenceBench()
  await using context = await testContext()
  const store = await bench.store()
  let head = ''
  for (const batch of [[1, 2], [3], [4]]) {
    for (const index of batch) await writeRecord(store, backupRecord(index))
    const collected = await collectRecords({
      stores: [store],
      branch: await openGitBranch(bench.place, context),
      context,
    })
    head = collected.head ?? ''
  }
  return { bench, head }
}

export async function verify(request: Omit<VerifyRequest, 'context'>): Promise<EvidenceReport> {
  await using context = await testContext()
  return await verifyEvidence({ ...request, context })
}
