import { relative } from 'node:path'
import { LifeboatError } from '../../../core/errors.ts'
import type { StoreAddress } from '../../../core/store.ts'
import { quoteIdentifier, quoteLiteral } from '../quote.ts'
import type { Session } from '../session.ts'
import type { NativeSettings } from './settings.ts'

/** The disk of a sandbox that RESTORE may read from. */
export const SANDBOX_DISK = 'backups'

/** How BACKUP and RESTORE name a folder of the store; never holds a key. Throws `config-invalid`. */
export async function placeOf(
  address: StoreAddress,
  settings: NativeSettings,
  session: Pick<Session, 'rows'>,
): Promise<string> {
  if (address.kind === 's3') return bucketPlace(address.prefix, settings)
  if (settings.disk === undefined) return `File(${quoteLiteral(address.path)})`
  return diskPlace(settings.disk, await pathOnDisk(settings.disk, address.path, session))
}

/** A folder of a disk of the server. */
export function diskPlace(disk: string, path: string): string {
  return `Disk(${quoteLiteral(disk)}, ${quoteLiteral(path)})`
}

/** Where a disk of the server lies; undefined when it has none of that name. */
export async function diskPath(disk: string, session: Pick<Session, 'rows'>): Promise<string | undefined> {
  const rows = await session.rows('SELECT path FROM system.disks WHERE name = {disk:String}', { disk })
  return rows[0]?.[0] ?? undefined
}

/** Whether two places are one: the server quotes the name of a collection only where it must, and spaces as it likes. */
export function isSamePlace(one: string, other: string): boolean {
  return bare(one) === bare(other)
}

/** What stands in quotes is a name or a path, in which every space counts. */
function bare(place: string): string {
  return place.replaceAll(/('(?:[^'\\]|\\.|'')*')|[`\s]/g, '$1')
}

function bucketPlace(prefix: string, { collection, collectionPrefix = '' }: NativeSettings): string {
  if (collection === undefined) {
    throw new LifeboatError({
      code: 'config-invalid',
      what: 'native mode needs the name of a collection to write to a bucket',
      why: 'with a key in the statement the server would write that key into its backups',
      fix: "CREATE NAMED COLLECTION lifeboat AS url = 'https://…/bucket/', access_key_id = '…', secret_access_key = '…' on the server, then connection.native.collection: lifeboat",
    })
  }
  if (!prefix.startsWith(collectionPrefix)) {
    throw new LifeboatError({
      code: 'config-invalid',
      what: `the store lies at ${prefix} in its bucket, and connection.native.collectionPrefix is ${collectionPrefix}`,
      fix: 'let the collection lead to the bucket itself, or to the prefix of the store',
    })
  }
  return `S3(${quoteIdentifier(collection)}, ${quoteLiteral(prefix.slice(collectionPrefix.length))})`
}

async function pathOnDisk(disk: string, path: string, session: Pick<Session, 'rows'>): Promise<string> {
  const root = await diskPath(disk, session)
  const below = root === undefined ? '..' : relative(root, path)
  if (!below.startsWith('..')) return `${below}/`
  throw new LifeboatError({
    code: 'config-invalid',
    what: `the store's folder ${path} does not lie on the disk ${disk} of the server`,
    why: root === undefined ? 'the server has no such disk' : `that disk is ${root}`,
    fix: "name the disk whose path holds the store's folder, also in backups.allowed_disk of the server",
  })
}
