/** Something that makes the published evidence, or what it speaks of, untrustworthy; each leads to exit code 4. */
export interface Finding {
  readonly code:
    | 'ledger-broken'
    | 'record-altered'
    | 'manifest-absent'
    | 'manifest-altered'
    | 'manifest-malformed'
    | 'unanchored'
    | 'volume-absent'
    | 'volume-altered'
  readonly what: string
}
