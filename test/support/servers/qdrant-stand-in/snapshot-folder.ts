import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

const SIDECAR = '.checksum'

/** A snapshot as it is listed. */
export interface Listed {
  readonly name: string
  readonly creation_time: string
  readonly size: number
  readonly checksum?: string
}

/** The snapshot files of one collection or shard. */
export class SnapshotFolder {
  readonly path: string

  constructor(path: string) {
    this.path = path
  }

  file(name: string): string | undefined {
    const path = join(this.path, name)
    return !name.includes('/') && !name.endsWith(SIDECAR) && existsSync(path) && statSync(path).isFile()
      ? path
      : undefined
  }

  list(): readonly Listed[] {
    if (!existsSync(this.path)) return []
    const names = readdirSync(this.path).filter((name) => this.file(name) !== undefined)
    return names.map((name) => this.describe(name))
  }

  describe(name: string): Listed {
    const path = join(this.path, name)
    const { size, mtime } = statSync(path)
    const checksum = existsSync(path + SIDECAR) ? { checksum: readFileSync(path + SIDECAR, 'utf8') } : {}
    return { name, creation_time: mtime.toISOString().slice(0, 19), size, ...checksum }
  }

  /** The path of a new file; the folder is made. */
  place(name: string): string {
    mkdirSync(this.path, { recursive: true })
    return join(this.path, name)
  }

  async seal(name: string): Promise<Listed> {
    const path = join(this.path, name)
    writeFileSync(path + SIDECAR, await sha256(path))
    return this.describe(name)
  }

  remove(name: string): void {
    for (const suffix of ['', SIDECAR]) rmSync(join(this.path, name + suffix), { force: true })
  }
}

export async function sha256(path: string): Promise<string> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(path), digest)
  return digest.digest('hex')
}

/** `…-2026-11-21-09-17-54.snapshot`, by the clock at the request. */
export function stamped(prefix: string): string {
  return `${prefix}-${new Date().toISOString().slice(0, 19).replaceAll(/[T:]/g, '-')}.snapshot`
}
