import type { ServerIdentity } from '../../core/engine.ts'

/** What a sandbox must be like to restore a backup of this server. */
export function requirementsOf({ version }: ServerIdentity): Readonly<Record<string, string>> {
  return { qdrantVersion: version }
}
