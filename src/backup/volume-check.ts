import { finished } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import type { Context } from '../core/context.ts'
import { EXIT, LifeboatError } from '../core/errors.ts'
import { KEYS, type Manifest, type Part, type Volume } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { stopOnAbort } from '../runtime/cancelled.ts'
import { eachOrStop } from '../runtime/each-or-stop.ts'
import { ProgressMeter } from './progress.ts'
import { joinStreams, readVolume } from './read-volumes.ts'

export interface VolumeProblem {
  readonly key: string
  readonly error: LifeboatError
}

/** Compares the volumes of one backup with its manifest and remembers which it has met whole, so that none is read twice. */
export class VolumeCheck {
  readonly #store: StoreReader
  readonly #volumes: readonly Volume[]
  readonly #context: Context
  readonly #whole = new Set<string>()
  readonly #progress: ProgressMeter

  constructor(manifest: Manifest, store: StoreReader, context: Context) {
    this.#store = store
    this.#volumes = manifest.parts.flatMap((part) => part.volumes)
    this.#context = context
    const totalBytes = this.#volumes.reduce((sum, { bytes }) => sum + bytes, 0)
    this.#progress = new ProgressMeter({ name: 'verify', totalBytes }, context)
  }

  /** Bytes of the volumes that were met whole. */
  get verifiedBytes(): number {
    return this.#volumes.filter(({ key }) => this.#whole.has(key)).reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** A part's stored bytes, compared on their way to whoever opens the part. */
  open(part: Part): Readable {
    return joinStreams(part.volumes.map((volume) => () => this.#read(volume)))
  }

  /** Reads what nobody has read whole yet and returns every bad volume, in the manifest's order. */
  async readRest(parallel: number): Promise<readonly VolumeProblem[]> {
    const rest = this.#volumes.filter(({ key }) => !this.#whole.has(key))
    const sideBySide = { atOnce: parallel, signal: this.#context.signal }
    const found = await eachOrStop(rest, sideBySide, (volume, signal) => this.#problemOf(volume, signal))
    this.#progress.report()
    return found.filter((problem) => problem !== undefined)
  }

  async #problemOf(volume: Volume, signal: AbortSignal): Promise<VolumeProblem | undefined> {
    try {
      await drain(stopOnAbort(await this.#read(volume), signal))
      return undefined
    } catch (error) {
      if (isBad(error)) return { key: volume.key, error }
      throw error
    }
  }

  async #read(volume: Volume): Promise<Readable> {
    const content = await readVolume(volume, this.#store)
    return content.once('end', () => {
      if (this.#whole.has(volume.key)) return
      this.#whole.add(volume.key)
      this.#progress.add(volume.bytes)
    })
  }
}

/** Stored objects in a backup's folder that its manifest does not name. */
export async function findStrangers(manifest: Manifest, store: StoreReader): Promise<readonly string[]> {
  const named = new Set(manifest.parts.flatMap(({ volumes }) => volumes.map(({ key }) => key)))
  const trees = (manifest.delegated ?? []).map(({ prefix }) => prefix)
  const strangers: string[] = []
  for await (const { key } of store.list(KEYS.data(manifest.target, manifest.id))) {
    if (!named.has(key) && !trees.some((prefix) => key.startsWith(prefix))) strangers.push(key)
  }
  return strangers
}

/** Reads a stream to its end for the errors it may have. */
export async function drain(content: Readable): Promise<void> {
  await finished(content.resume())
}

/** Whether an error says that the copy is bad, rather than that it could not be read now. */
export function isBad(error: unknown): error is LifeboatError {
  return error instanceof LifeboatError && error.exitCode === EXIT.bad
}
