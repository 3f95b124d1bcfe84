interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
}

interface Lock {
  readonly packages: Readonly<Record<string, Locked>>
}

interface Locked {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/**
 * For an installed package (`node_modules/a/node_modules/b`): itself when it is a direct dependency, else the one direct dependency
 * that brings it, else the scope of all that do (`actions`), else `shared`.
 * A chunk for each owner keeps what one verb needs out of the others' start.
 */
export function dependencyOwners(manifest: Manifest, lock: Lock): (installed: string) => string {
  const owners = new Map<string, Set<string>>()
  for (const direct of Object.keys(manifest.dependencies)) {
    const waiting = [`node_modules/${direct}`]
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const known = owners.get(path) ?? new Set()
      if (known.has(direct)) continue
      owners.set(path, known.add(direct))
      waiting.push(...requiredBy(path, lock))
    }
  }
  return (installed) => {
    const direct = installed.slice('node_modules/'.length)
    if (direct in manifest.dependencies) return nameOf(direct)
    const found = [...(owners.get(installed) ?? [])]
    const [owner, ...others] = found
    if (owner !== undefined && others.length === 0) return nameOf(owner)
    const [scope, ...more] = new Set(found.map((name) => name.split('/')[0] ?? ''))
    return scope?.startsWith('@') === true && more.length === 0 ? scope.slice(1) : 'shared'
  }
}

/** As part of a file's name. */
function nameOf(dependency: string): string {
  return dependency.replace(/^@/, '').replace('/', '-')
}

/** Where the packages that an installed one names are installed: beside it, or in a folder above. */
function requiredBy(path: string, { packages }: Lock): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {}
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })
  return names.flatMap((name) => {
    for (let from = path; ; from = from.slice(0, from.lastIndexOf('/node_modules/'))) {
      const nested = `${from}/node_modules/${name}`
      if (nested in packages) return [nested]
      if (!from.includes('/node_modules/')) break
    }
    const top = `node_modules/${name}`
    return top in packages ? [top] : []
  })
}
