import { readFileSync } from 'node:fs'

/** The settings of the official server that the stand-in knows, and what makes a cluster of it. */
export interface Settings {
  readonly host: string
  /** More than one are the peers of a cluster. */
  readonly ports: readonly number[]
  readonly apiKey?: string
  readonly readOnlyApiKey?: string
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly storagePath: string
  readonly snapshotsPath: string
  /** How long a restored collection is not yet indexed. */
  readonly indexMs: number
  readonly version: string
}

type Tree = { readonly [key: string]: string | number | boolean | Tree | undefined }

/** From `--config-path` (JSON, which is YAML too) and then from `QDRANT__…` variables. */
export function readSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Settings {
  const at = args.indexOf('--config-path')
  const file = at < 0 ? {} : (JSON.parse(readFileSync(args[at + 1] ?? '', 'utf8')) as Tree)
  const value = (...path: readonly string[]): string | undefined => {
    const given = env[`QDRANT__${path.join('__').toUpperCase()}`]
    const written = path.reduce<Tree[string]>(
      (tree, key) => (typeof tree === 'object' ? tree[key] : undefined),
      file,
    )
    return given ?? (written === undefined || typeof written === 'object' ? undefined : String(written))
  }
  const port = Number(value('service', 'http_port') ?? 6333)
  const more = env['QDRANT_STAND_IN_PEERS']?.split(',').map(Number) ?? []
  const [apiKey, readOnlyApiKey] = [value('service', 'api_key'), value('service', 'read_only_api_key')]
  const cert = value('tls', 'cert')
  return {
    host: value('service', 'host') ?? '0.0.0.0',
    ports: [port, ...more],
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(readOnlyApiKey === undefined ? {} : { readOnlyApiKey }),
    ...(value('service', 'enable_tls') === 'true' && cert !== undefined
      ? { tls: { cert: readFileSync(cert, 'utf8'), key: readFileSync(value('tls', 'key') ?? '', 'utf8') } }
      : {}),
    storagePath: value('storage', 'storage_path') ?? './storage',
    snapshotsPath: value('storage', 'snapshots_path') ?? './snapshots',
    indexMs: Number(env['QDRANT_STAND_IN_INDEX_MS'] ?? 0),
    version: env['QDRANT_STAND_IN_VERSION'] ?? '1.19.0+replayed',
  }
}
