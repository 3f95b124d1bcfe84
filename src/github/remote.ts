import type { GitHubClient } from './client.ts'

/** A repository at GitHub with a client for it. */
export interface Remote {
  readonly client: GitHubClient
  /** As every request names it. */
  readonly place: { readonly owner: string; readonly repo: string }
  readonly signal: AbortSignal
  /** Contents by their git id, so that a retry reads only what is new. */
  readonly blobs: Map<string, Uint8Array>
}
