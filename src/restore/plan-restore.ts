import { selectBackup } from '../backup/select.ts'
import { readManifest } from '../backup/read-manifest.ts'
import { storedBytesOf } from '../backup/stored-bytes.ts'
import type { Engine, EngineContext, ServerIdentity } from '../core/engine.ts'
import { KEYS, type Manifest } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { readBases, weakestAnchor } from '../backup/delegated/bases.ts'
import { findAnchor } from '../evidence/anchors.ts'
import { canonicalDigest } from '../evidence/canonical.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import type { RestorePlan } from './plan.ts'

export interface PlanRequest {
  readonly target: string
  readonly engine: Engine
  readonly store: StoreReader
  readonly ledger?: LedgerReader
  readonly selector: string
  /** Where `into` leads, as the engine understood it. */
  readonly destination: unknown
  readonly context: EngineContext
}

/**
 * Finds the backup, what vouches for it, and what is at the destination; changes nothing. Throws `not-supported` for a backup that
 * no running server can be loaded with.
 */
export async function planRestore(
  request: PlanRequest,
): Promise<{ readonly plan: RestorePlan; readonly manifest: Manifest }> {
  const { target, engine, store, selector, destination, context } = request
  const entry = await selectBackup(request, target, selector)
  const found = await findAnchor(target, entry.id, request)
  const { manifest, sha256 } = await readManifest(store, { ...entry, engine: engine.name }, found)
  engine.requireRestorable?.(manifest.parts.map(({ name }) => name))
  const { identity, exists, objects, refusal } = await engine.inspect(destination, context)
  if (refusal !== undefined) throw refusal
  // What is gone is told before what nothing vouches for.
  const bases = await readBases(manifest, request)
  const plan: RestorePlan = {
    target,
    backup: {
      id: manifest.id,
      store: store.name,
      manifestKey: KEYS.manifest(target, manifest.id),
      manifestSha256: sha256,
    },
    ...weakestAnchor({ id: manifest.id, anchor: found.anchor }, bases),
    consistency: manifest.consistency,
    ageMs: Math.max(0, context.clock.now().getTime() - Date.parse(manifest.consistency.fromAt)),
    source: manifest.server,
    destination: identity,
    destinationDigest: canonicalDigest({ address: identity.address, id: identity.id }),
    mayBeSource: engine.mayBeSame?.(manifest.server, identity) ?? false,
    exists,
    objects,
    storedBytes: [...bases.values()].reduce(
      (sum, base) => sum + storedBytesOf(base.manifest),
      storedBytesOf(manifest),
    ),
    compares: manifest.fingerprint !== undefined,
    storeLocation: store.location,
    confirmation: confirmationOf(identity, engine),
  }
  return { plan, manifest }
}

/**
 * What is loaded on a host is a whole server: its database, where it has a name at all, is called alike everywhere, so that only the
 * address tells the destination apart.
 */
function confirmationOf({ address }: ServerIdentity, { capabilities }: Engine): string {
  const wholeServer = capabilities.loads === 'host'
  return typeable(wholeServer ? address : address.slice(address.lastIndexOf('/') + 1))
}

/** The arrow of an address behind a tunnel is on no keyboard. */
function typeable(address: string): string {
  return address.replace(' → ', ':')
}
