import type { PolicyRecord } from '../core/record.ts'
import { ofKind, type KnownRecord } from './known-record.ts'
import { clip, type Span } from './period.ts'

/** A policy and the time it was in force. */
export interface PolicySpan extends Span {
  readonly policy: PolicyRecord
  readonly sha256: string
}

/** The policies in force in a span of time, in order; before the first record nothing is known to have been asked for. */
export function policiesIn(known: readonly KnownRecord[], span: Span): readonly PolicySpan[] {
  const policies = ofKind(known, 'policy').toSorted((a, b) => begin(a) - begin(b))
  return policies
    .map((item, index) => {
      const next = policies[index + 1]
      const to = next === undefined ? Infinity : begin(next)
      return clip({ policy: item.record, sha256: item.sha256, from: begin(item), to }, span)
    })
    .filter(({ from, to }) => from < to)
}

function begin({ record }: KnownRecord): number {
  return Date.parse(record.startedAt)
}
