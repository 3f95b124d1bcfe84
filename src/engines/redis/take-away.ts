import { open } from 'node:fs/promises'
import type { EngineContext } from '../../core/engine.ts'
import { addressOf, type RedisClient, type RedisConnection } from './connection.ts'
import { identityOf } from './identity.ts'
import { readInfo } from './info.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries } from './rdb/entries.ts'
import { KeyDigester } from './rdb/key-digest.ts'
import { UnchangedKeys } from './unchanged-keys.ts'
import { useClient } from './use-client.ts'
import type { WrittenKeys } from './written-keys.ts'

/** For all of it: a run that was told to stop has a minute. */
const TAKING_AWAY_MS = 30_000

/** A server that a restore has written to. */
export interface Destination {
  readonly connection: RedisConnection
  /** Of the server process. */
  readonly id: string
}

/**
 * Removes what a restore wrote before it failed, also after an abort, and nothing else: what somebody has written since is not removed,
 * and nothing is where it is not known what the server took, since it may take it later still. What may be left is reported with what is
 * to be done by hand.
 */
export async function takeAway(
  destination: Destination,
  written: readonly WrittenKeys[],
  { reporter }: Pick<EngineContext, 'reporter'>,
): Promise<void> {
  if (!written.some(({ isTouched }) => isTouched)) return
  let left = written.reduce((sum, { count }) => sum + count, written[0]?.libraries.size ?? 0)
  const { connection } = destination
  let why = 'the connection was lost before the server had answered'
  if (written.every(({ isKnown }) => isKnown)) {
    why = 'some are too large to be compared, or were written to meanwhile'
    try {
      const signal = AbortSignal.timeout(TAKING_AWAY_MS)
      await useClient(connection, { signal }, async (client) => {
        await requireSame(client, destination)
        for (const dump of written) {
          for await (const settled of removeKeys(client, dump)) left -= settled
        }
        left -= await removeLibraries(client, written)
      })
    } catch (error) {
      why = error instanceof Error ? error.message : String(error)
    }
  }
  if (left === 0) return
  reporter.report({
    event: 'warning',
    message: `${addressOf(connection)} is left half restored (${why}): up to ${left} keys and functions of the backup may be there; run FLUSHALL and FUNCTION FLUSH there if it holds nothing else`,
  })
}

/** Behind an address may be another server by now, or the same one with what it had kept. */
async function requireSame(client: RedisClient, { connection, id }: Destination): Promise<void> {
  const found = identityOf(connection, await readInfo(client), undefined)
  if (found.id !== id) throw new Error('another server answers there now, or it was started anew')
}

/** Removes keys in the order of their dump; tells after each batch of how many it is known that they are not there any more. */
async function* removeKeys(client: RedisClient, written: WrittenKeys): AsyncGenerator<number> {
  if (written.sent === 0) return
  await using file = await open(written.path, 'r')
  const reader = ByteReader.ofFile(file.fd)
  const digester = new KeyDigester('')
  let batch = new UnchangedKeys(0)
  await client.sendCommand(['SELECT', '0'])
  let isValkey = false
  let index = 0
  for (const entry of readEntries(reader)) {
    if (entry.kind === 'magic') isValkey = entry.magic.valkey
    if (entry.kind !== 'key') continue
    const start = reader.position
    const { digest } = digester.digest(reader, entry, isValkey)
    if (entry.database !== batch.database || batch.isFull) {
      yield await batch.remove(client)
      if (entry.database !== batch.database) await client.sendCommand(['SELECT', String(entry.database)])
      batch = new UnchangedKeys(entry.database)
    }
    if (written.has(index)) batch.add({ key: entry.key, digest, bytes: reader.position - start })
    index += 1
    // What follows may be what the restore failed at.
    if (index >= written.sent) break
  }
  yield await batch.remove(client)
}

/** Those that still have the code that they were loaded with. Returns how many are not there any more. */
async function removeLibraries(client: RedisClient, written: readonly WrittenKeys[]): Promise<number> {
  const libraries = written[0]?.libraries ?? new Map<string, string>()
  if (libraries.size === 0) return 0
  for (const { library_code: code, library_name: name } of await client.functionListWithCode()) {
    if (libraries.get(code) === name) await client.sendCommand(['FUNCTION', 'DELETE', name])
  }
  return libraries.size
}
