/** One published file: its path below the evidence folder and its size. */
export interface EvidenceFile {
  readonly path: string
  readonly bytes: number
}

/** The published evidence at one moment: a git revision or a plain folder. Paths are `/`-separated, below the evidence folder. */
export interface EvidenceTree {
  /** For people: `branch lifeboat-evidence of /srv/shop` or a folder. */
  readonly location: string
  /** Every file below `folder`, in path order; none when there is no such folder. */
  list(folder: 'ledger' | 'records' | 'compliance'): Promise<readonly EvidenceFile[]>
  /** The contents of these files, one by one in the given order; undefined for one that is not there. */
  read(paths: readonly string[]): AsyncIterable<Uint8Array | undefined>
}
