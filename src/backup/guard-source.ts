import type { Engine, ServerIdentity } from '../core/engine.ts'
import { EXIT, LifeboatError } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { listBackups } from './catalog.ts'
import { readManifest } from './read-manifest.ts'

export interface SourceGuard {
  readonly store: StoreReader
  readonly target: string
  readonly engine: Pick<Engine, 'capabilities' | 'mayBeSame'>
  readonly identity: ServerIdentity
  readonly now: Date
  /** Takes another database as the target's source from now on. */
  readonly accept: boolean
}

/** Manifests that may be unreadable before there is nothing to compare with. */
const MOST_BAD = 3

/**
 * Compares the source with that of the newest backup whose manifest can be read. Returns the limitation of an accepted change;
 * throws `source-changed-identity` for any other.
 */
export async function guardSource(guard: SourceGuard): Promise<string | undefined> {
  const last = await newestManifest(guard)
  if (last === undefined || isSame(last.server, guard)) return undefined
  if (guard.accept) {
    return `The source is another database than that of backup ${last.id}, accepted by --accept-new-source.`
  }
  const { target, identity } = guard
  throw new LifeboatError({
    code: 'source-changed-identity',
    what: `${target} now leads to another database than the one that backup ${last.id} was taken from`,
    why: `${identity.address} has the identity ${identity.id}, and ${last.server.address} had ${last.server.id}`,
    fix: 'correct the connection; or, when the database was moved, upgraded or restored on purpose, say once --accept-new-source',
  })
}

/** Where an identity changes at every start, only another address as well means another source; what a login hides means none. */
function isSame(last: ServerIdentity, { engine, identity }: SourceGuard): boolean {
  if (last.id === identity.id || engine.mayBeSame?.(last, identity) === true) return true
  return engine.capabilities.lastingIdentity === false && last.address === identity.address
}

async function newestManifest({ store, target, now }: SourceGuard): Promise<Manifest | undefined> {
  const entries = (await listBackups(store, target)).filter(({ at }) => at <= now).toReversed()
  for (const entry of entries.slice(0, MOST_BAD)) {
    try {
      return (await readManifest(store, entry, {})).manifest
    } catch (error) {
      // A bad manifest must not stand in the way of a new backup; status names it.
      const isBad = error instanceof LifeboatError && error.exitCode === EXIT.bad
      if (!isBad && !(error instanceof LifeboatError && error.code === 'store-refused')) throw error
    }
  }
  return undefined
}
