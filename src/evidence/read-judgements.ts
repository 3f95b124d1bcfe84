import type { Judgement } from '../compliance/judge-copy.ts'
import { readRecords, type RecordSearch } from './read-records.ts'

export interface JudgementSearch extends Omit<RecordSearch, 'known'> {
  /** Ids that are no judgements, so that they need not be read. */
  readonly backupIds: ReadonlySet<string>
}

/** The verifications, drills and restores of a target since a time, published or not, oldest first. */
export function readJudgements({ backupIds, ...search }: JudgementSearch): Promise<readonly Judgement[]> {
  return readRecords({ ...search, known: backupIds }, ['verification', 'drill', 'restore'])
}
