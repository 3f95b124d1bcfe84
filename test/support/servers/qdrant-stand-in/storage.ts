import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomInt } from 'node:crypto'
import { Collection } from './collection.ts'
import { missingCollection } from './refusal.ts'
import { addPoints, readSnapshot, writeSnapshot } from './snapshot-file.ts'
import { SnapshotFolder } from './snapshot-folder.ts'

/** Everything that a server keeps: in memory while it runs, in files when it is told to end. */
export class Storage {
  readonly collections = new Map<string, Collection>()
  readonly aliases = new Map<string, string>()
  readonly peerIds: readonly string[]
  private readonly folder: string
  private readonly snapshots: string

  constructor(folder: string, snapshots: string, peers: number) {
    this.folder = folder
    this.snapshots = snapshots
    mkdirSync(this.folder, { recursive: true })
    mkdirSync(this.snapshots, { recursive: true })
    this.peerIds = this.readPeerIds(peers)
    this.read()
  }

  /** A collection by its name or an alias. Throws 404. */
  find(name: string): Collection {
    const found = this.collections.get(this.aliases.get(name) ?? name)
    if (found === undefined) throw missingCollection(name)
    return found
  }

  /** Files stay when their collection goes. */
  snapshotsOf(
    collection: string,
    { shard, peer }: { shard?: number | undefined; peer: number },
  ): SnapshotFolder {
    const whole = join(this.snapshots, ...(peer === 0 ? [] : [`.peer-${peer}`]), collection)
    return new SnapshotFolder(shard === undefined ? whole : join(whole, 'shards', String(shard)))
  }

  aliasesOf(collection?: string): readonly { alias_name: string; collection_name: string }[] {
    return [...this.aliases]
      .filter(([, of]) => collection === undefined || of === collection)
      .map(([alias_name, collection_name]) => ({ alias_name, collection_name }))
      .sort((one, other) => (one.alias_name < other.alias_name ? -1 : 1))
  }

  /** What a server that is told to end writes down. */
  write(version: string): void {
    for (const name of readdirSync(this.folder)) {
      if (name.startsWith('collection-')) rmSync(join(this.folder, name))
    }
    for (const [at, collection] of [...this.collections.values()].entries()) {
      const shards = Array.from({ length: collection.shards }, (_, shard) => shard)
      const path = join(this.folder, `collection-${at}`)
      writeSnapshot(path, collection, { shards, whole: true, version })
      writeFileSync(`${path}.name`, collection.name)
    }
    writeFileSync(join(this.folder, 'aliases.json'), JSON.stringify([...this.aliases]))
  }

  private read(): void {
    const aliases = join(this.folder, 'aliases.json')
    if (!existsSync(aliases)) return
    for (const [alias, name] of JSON.parse(readFileSync(aliases, 'utf8')) as [string, string][]) {
      this.aliases.set(alias, name)
    }
    for (const file of readdirSync(this.folder).filter((name) => name.endsWith('.name'))) {
      const name = readFileSync(join(this.folder, file), 'utf8')
      const { definition, shards } = readSnapshot(join(this.folder, file.slice(0, -'.name'.length)))
      if (definition === undefined) throw new Error(`${file} has no definition`)
      const collection = new Collection(name, definition)
      for (const points of shards.values()) addPoints(collection, points)
      this.collections.set(name, collection)
    }
  }

  private readPeerIds(peers: number): readonly string[] {
    const path = join(this.folder, 'raft_state.json')
    if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as string[]
    const made = Array.from({ length: peers }, () => String(randomInt(2 ** 40, 2 ** 47) * 64 + 1))
    writeFileSync(path, JSON.stringify(made))
    return made
  }
}
