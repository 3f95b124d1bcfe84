import type { EvidenceTree } from '../ledger/evidence-tree.ts'

/** One file to publish: its path below the evidence folder, and its bytes or the file that holds them. */
export interface NewFile {
  readonly path: string
  readonly content: Uint8Array | { readonly file: string }
}

export interface NewCommit {
  /** Added, or put in place of what has the path. */
  readonly files: readonly NewFile[]
  readonly message: string
}

/** The evidence branch as it was read at one moment. */
export interface BranchHead {
  /** The commit that was read; undefined while there is none. */
  readonly commit: string | undefined
  readonly tree: EvidenceTree | undefined
  /** Makes one commit on top of this head; returns its id. Throws `ledger-moved` when the branch is no longer at this head. */
  add(commit: NewCommit): Promise<string>
}

/** Where evidence is published, in a repository here or at a service. */
export interface EvidenceBranch {
  readonly name: string
  /** What one commit may hold. */
  readonly maxCommitBytes: number
  readHead(): Promise<BranchHead>
  /** Asks whoever must accept what was committed, where somebody must; returns where they can. Repeatable. */
  readonly announce?: () => Promise<string | undefined>
}
