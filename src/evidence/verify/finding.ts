/** Something that makes the published evidence untrustworthy; each leads to exit code 4. */
export interface Finding {
  readonly code: 'ledger-broken' | 'record-altered' | 'manifest-absent' | 'manifest-altered'
  readonly what: string
}
