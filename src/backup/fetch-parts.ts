import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../core/context.ts'
import type { Manifest, Part, Volume } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { eachOrStop } from '../runtime/each-or-stop.ts'
import { explainNoSpace } from '../runtime/no-space.ts'
import { ProgressMeter } from './progress.ts'
import { joinStreams, readVolume, type OpenVolumes } from './read-volumes.ts'

const DOWNLOADS_AT_ONCE = 4
const READ_BYTES = 1024 * 1024

export interface FetchRequest {
  readonly store: StoreReader
  /** Made (mode 0700) when it is absent; receives one file for every volume. */
  readonly directory: string
  readonly context: Context
}

/**
 * Downloads every volume and compares size and SHA-256 with the manifest; gives the parts' bytes from the files.
 * Throws `volume-absent`, `volume-altered`, `disk-full`, the store's errors or `cancelled`; all downloads have ended by then.
 */
export async function fetchParts(
  manifest: Pick<Manifest, 'parts'>,
  { store, directory, context }: FetchRequest,
): Promise<OpenVolumes> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const volumes = manifest.parts.flatMap((part) => part.volumes)
  // Encoded, because a key is not to name a file outside the folder, whatever the manifest says.
  const fileOf = ({ key }: Volume): string => join(directory, encodeURIComponent(key))
  const totalBytes = volumes.reduce((sum, { bytes }) => sum + bytes, 0)
  const progress = new ProgressMeter({ name: 'fetch', totalBytes }, context)
  const sideBySide = { atOnce: DOWNLOADS_AT_ONCE, signal: context.signal }
  try {
    await eachOrStop(volumes, sideBySide, async (volume, signal) => {
      const content = await readVolume(volume, store)
      const file = createWriteStream(fileOf(volume), { mode: 0o600, highWaterMark: READ_BYTES })
      await pipeline(content, counted(progress), file, { signal })
    })
  } catch (error) {
    throw explainNoSpace(error)
  }
  progress.report()
  return (part: Part) =>
    joinStreams(
      part.volumes.map((volume) => async () => {
        return createReadStream(fileOf(volume), { highWaterMark: READ_BYTES })
      }),
    )
}

function counted(progress: ProgressMeter): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      progress.add(chunk.length)
      done(null, chunk)
    },
  })
}
