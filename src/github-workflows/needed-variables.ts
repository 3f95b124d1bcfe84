/** The parts of a configuration that tell which secrets belong to whom. */
interface Written {
  readonly stores?: Readonly<Record<string, { readonly type?: unknown }>>
  readonly evidence?: { readonly key?: unknown }
}

/** What a runner must be given so that the secrets of a configuration are found. */
export interface NeededVariables {
  /** Of the jobs that reach databases. */
  readonly everything: readonly string[]
  /** Of the jobs that reach stores and publish. */
  readonly storesOnly: readonly string[]
  /** Secret files, which no runner has. */
  readonly files: readonly string[]
  /** Stores that are folders, which do not outlive a hosted runner. */
  readonly folders: readonly string[]
}

/** Reads which variables and files the secret references of a configuration name. */
export function neededVariables(written: Written): NeededVariables {
  const { stores, evidence } = written
  return {
    everything: named(written, 'env'),
    storesOnly: named([stores, evidence?.key], 'env'),
    files: named(written, 'file'),
    folders: Object.entries(stores ?? {}).flatMap(([name, { type }]) =>
      type === 'filesystem' ? [name] : [],
    ),
  }
}

function named(value: unknown, key: 'env' | 'file'): readonly string[] {
  return [...new Set(references(value, key))].toSorted()
}

function references(value: unknown, key: 'env' | 'file'): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value)
  const [only] = entries
  if (entries.length === 1 && only?.[0] === key && typeof only[1] === 'string') return [only[1]]
  return entries.flatMap(([, inner]) => references(inner, key))
}
