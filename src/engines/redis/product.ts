/** A server's product and version. */
export interface Product {
  readonly name: 'redis' | 'valkey'
  readonly major: number
  readonly minor: number
}

/** Redis writes its version alone, `7.0.15`; Valkey's follows its name, `valkey 8.1.1`. */
export function productOf(version: string): Product {
  const name = version.startsWith('valkey ') ? 'valkey' : 'redis'
  const [major = 0, minor = 0] = version.replace('valkey ', '').split('.').map(Number)
  return { name, major, minor }
}

/** The version of a running server, from its INFO. */
export function versionOf(info: ReadonlyMap<string, string>): string {
  const valkey = info.get('valkey_version')
  return valkey === undefined ? (info.get('redis_version') ?? 'unknown') : `valkey ${valkey}`
}

/** The version of the server that wrote a dump, from the dump's own facts. */
export function writerOf(facts: ReadonlyMap<string, string>): string | undefined {
  const valkey = facts.get('valkey-ver')
  return valkey === undefined ? facts.get('redis-ver') : `valkey ${valkey}`
}
