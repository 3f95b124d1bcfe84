import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

const HEADER = `// Generated from the folders of src/engines and src/stores by \`npm run generate\`: do not edit.
import type { Engine } from './core/engine.ts'
import type { OpenStore } from './core/store.ts'
`

/** The text of src/registry.ts for the engines and stores that `sourceFolder` (a \`src\` folder) holds now. */
export async function registrySource(sourceFolder: string): Promise<string> {
  const engines = await adapterFolders(join(sourceFolder, 'engines'))
  const stores = await adapterFolders(join(sourceFolder, 'stores'))
  return [
    HEADER,
    ...engines.map((name) =>
      importLine('connectionSchema', `${camelCase(name)}Connection`, `engines/${name}`),
    ),
    ...stores.map((name) => importLine('storeSchema', `${camelCase(name)}Store`, `stores/${name}`)),
    '\n',
    object('What may stand under `connection:`, by engine.', 'CONNECTION_SCHEMAS', {
      names: engines,
      value: (name) => `${camelCase(name)}Connection`,
    }),
    object('What may stand under `stores:`, by type.', 'STORE_SCHEMAS', {
      names: stores,
      value: (name) => `${camelCase(name)}Store`,
    }),
    loaders(engines, stores),
  ].join('')
}

/** Only a folder with both files is an adapter; others (`wrap`) are shared by them. */
async function adapterFolders(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory() && hasAdapterFiles(join(folder, entry.name)))
    .map((entry) => entry.name)
    .toSorted()
}

function hasAdapterFiles(folder: string): boolean {
  return ['config.ts', 'index.ts'].every((file) => existsSync(join(folder, file)))
}

function importLine(exported: string, local: string, folder: string): string {
  return `import { ${exported} as ${local} } from './${folder}/config.ts'\n`
}

interface Entries {
  readonly names: readonly string[]
  readonly value: (name: string) => string
}

function object(comment: string, name: string, entries: Entries): string {
  return `/** ${comment} */\nexport const ${name} = ${literal(entries)}\n\n`
}

function literal({ names, value }: Entries): string {
  if (names.length === 0) return '{}'
  return `{\n${names.map((name) => `  ${key(name)}: ${value(name)},\n`).join('')}}`
}

function loaders(engines: readonly string[], stores: readonly string[]): string {
  const engineImports = literal({
    names: engines,
    value: (name) => `async (): Promise<Engine> => (await import('./engines/${name}/index.ts')).engine`,
  })
  const storeImports = literal({
    names: stores,
    value: (name) => `async (): Promise<OpenStore> => (await import('./stores/${name}/index.ts')).openStore`,
  })
  return `export type EngineName = keyof typeof CONNECTION_SCHEMAS
export type StoreType = keyof typeof STORE_SCHEMAS

const ENGINES = ${engineImports}

const STORES = ${storeImports}

/** The engine of that name, with its libraries loaded only now. */
export function loadEngine(name: EngineName): Promise<Engine> {
  return ENGINES[name]()
}

/** What opens a store of that type, with its libraries loaded only now. */
export function loadStoreOpener(type: StoreType): Promise<OpenStore> {
  return STORES[type]()
}
`
}

function key(name: string): string {
  return name.includes('-') ? `'${name}'` : name
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
}
