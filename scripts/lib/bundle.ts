import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown, type Plugin } from 'rolldown'
import { dependencyOwners } from './dependency-owners.ts'
import { repositoryRoot } from './root.ts'

/** What is shipped: the program and the action, by name in `dist/`. */
const ENTRIES = { cli: 'src/cli/main.ts', action: 'src/action/main.ts' }

const STUB = '\0stub'

/** Reads archives for the download of artifacts, which nothing here does; a package below it has no licence. */
const UNUSED = 'unzip-stream'

/**
 * Native add-ons are optional speed-ups of ssh2, which nothing here uses; a binary would bind the bundle to one machine.
 * Their importers catch what the stub throws.
 */
const stubs: Plugin = {
  name: 'stubs',
  resolveId: (source) =>
    source === 'cpu-features' || source === UNUSED || source.endsWith('.node') ? `${STUB}:${source}` : null,
  load: (id) => (id.startsWith(STUB) ? stubOf(id.slice(STUB.length + 1)) : null),
}

/** A module that cannot be used; what imports it may still be loaded when that does not use it at once. */
function stubOf(source: string): string {
  if (source === UNUSED) return 'export default {}'
  return `throw new Error('native add-ons are not part of this bundle')`
}

/** Bundles everything that runs at a user's into `directory`; the same sources give the same bytes. */
export async function bundle(directory: string): Promise<void> {
  const ownerOf = dependencyOwners(readJson('package.json'), readJson('package-lock.json'))
  await using build = await rolldown({
    cwd: repositoryRoot,
    input: ENTRIES,
    platform: 'node',
    // Old packages of testcontainers know no ES modules.
    transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
    preserveEntrySignatures: false,
    plugins: [stubs],
    onLog: (level, log) => {
      if (level === 'warn') throw new Error(log.message)
    },
  })
  await build.write({
    dir: directory,
    cleanDir: true,
    format: 'esm',
    // Readable in a review, without what nobody calls.
    minify: 'dce-only',
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) =>
      chunk.name.startsWith(DEPENDENCY)
        ? `dependencies/${chunk.name.slice(DEPENDENCY.length)}.js`
        : 'lifeboat/[name].js',
    codeSplitting: {
      // Else the first group would swallow what all of them share.
      includeDependenciesRecursively: false,
      groups: [{ debugName: 'dependencies', name: (id) => chunkOf(id, ownerOf), test: /node_modules/ }],
    },
  })
}

const DEPENDENCY = 'npm-'

function chunkOf(id: string, ownerOf: (installed: string) => string): string {
  const installed = /^.*?(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)/.exec(id)?.[1] ?? ''
  return `${DEPENDENCY}${ownerOf(installed)}`
}

function readJson(name: string): never {
  return JSON.parse(readFileSync(join(repositoryRoot, name), 'utf8')) as never
}
