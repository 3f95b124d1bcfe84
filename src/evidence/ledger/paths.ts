const SEQUENCE_DIGITS = 6

/** `ledger/000001.json`; longer from the millionth batch on. */
export function ledgerPath(sequence: number): string {
  return `ledger/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.json`
}

/** `attestations/000001.sigstore.json`: beside the ledger, where nothing but batches lies. */
export function attestationPath(sequence: number): string {
  return `attestations/${String(sequence).padStart(SEQUENCE_DIGITS, '0')}.sigstore.json`
}

/** `records/2026/11/20261121T021700Z-3fk9.json`. */
export function recordPath(id: string): string {
  return `records/${id.slice(0, 4)}/${id.slice(4, 6)}/${id}.json`
}

/** Orders ledger files by number, so that the millionth follows the 999,999th. */
export function compareLedgerPaths(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}

export function isLedgerPath(path: string): boolean {
  return /^ledger\/\d{6,}\.json$/.test(path)
}
