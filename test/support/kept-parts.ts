import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { zstdDecompressSync } from 'node:zlib'
import type { CaptureSink, PartSource } from '../../src/core/engine.ts'
import { LifeboatError } from '../../src/core/errors.ts'

/** A store of parts in memory, for engines that are tested without the backup pipeline. */
export interface KeptParts extends CaptureSink {
  readonly parts: Map<string, Buffer>
  source(requirements: Readonly<Record<string, string>>): PartSource
}

/** A sink's `delegate` where there is no store that a server could write to. */
export async function noServerReaches(): Promise<never> {
  throw new LifeboatError({ code: 'not-supported', what: 'no server reaches this store' })
}

/** Keeps every part whose producer and bytes both came to their end. */
export function keepParts(): KeptParts {
  const parts = new Map<string, Buffer>()
  return {
    parts,
    stream: async (name, content, options) => {
      if (content instanceof Readable) {
        const bytes = await buffer(content)
        parts.set(name, options?.compressed === 'zstd' ? zstdDecompressSync(bytes) : bytes)
        return
      }
      const output = new PassThrough()
      const bytes = buffer(output)
      bytes.catch(() => undefined)
      await content(output)
      output.end()
      parts.set(name, await bytes)
    },
    delegate: noServerReaches,
    source: (requirements) => partsOf(parts, requirements),
  }
}

/** Parts in memory, as engines read them. */
export function partsOf(
  parts: ReadonlyMap<string, Buffer>,
  requirements: Readonly<Record<string, string>> = {},
): PartSource {
  const read = (name: string): Readable => Readable.from([parts.get(name) ?? Buffer.alloc(0)])
  return {
    names: [...parts.keys()],
    requirements,
    open: async (name) => read(name),
    pour: (name, output) => pipeline(read(name), output),
  }
}
