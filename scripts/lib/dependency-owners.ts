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
 * For an installed package (`node_modules/a/node_modules/b`), the one direct dependency that brings it, or `shared` for what several bring.
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
    const [owner, ...others] = owners.get(installed) ?? []
    return owner === undefined || others.length > 0 ? 'shared' : owner.replace(/^@/, '').replace('/', '-')
  }
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
