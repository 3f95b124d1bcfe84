import type { Dataset } from './datasets.ts'
import { digestDataset } from './fingerprint.ts'
import type { Session } from './session.ts'
import type { Judged } from './two-pass.ts'

/** Digests a clone, which nobody writes to: one look proves all of it. */
export async function digestClone(session: Session, dataset: Dataset, seed: string): Promise<Judged> {
  const fingerprint = await digestDataset(session, dataset, { seed, methods: new Map() })
  return { fingerprint, equal: 1, total: 1 }
}
