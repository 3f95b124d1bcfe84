/** The ledger file of one batch, before it is published. */
interface BatchSubject {
  /** Below the evidence folder: `ledger/000042.json`. */
  readonly path: string
  readonly sha256: string
  readonly sequence: number
  readonly recordCount: number
}

/** A Sigstore bundle over a batch, or why there is none. */
export type Attestation = { readonly bundle: Uint8Array } | { readonly unavailable: string }

/** Vouches for a batch with the identity of the run. Never throws: why there is no attestation is part of the evidence. */
export type AttestBatch = (batch: BatchSubject) => Promise<Attestation>
