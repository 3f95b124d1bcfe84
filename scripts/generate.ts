import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { generatedDocuments } from './lib/generated-documents.ts'
import { registrySource } from './lib/registry-source.ts'

const root = join(import.meta.dirname, '..')
const checking = process.argv.includes('--check')
const stale: string[] = []

async function produce(path: string, content: string): Promise<void> {
  const file = join(root, path)
  const present = await readFile(file, 'utf8').catch(() => undefined)
  if (present === content) return
  stale.push(path)
  if (checking) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

await produce('src/registry.ts', await registrySource(join(root, 'src')))
// A stale registry may import what is gone, and the documents are made with it.
const documents = checking && stale.length > 0 ? [] : await generatedDocuments()
for (const [path, content] of documents) await produce(path, content)

for (const path of stale) console.log(checking ? `${path} is stale: run npm run generate` : `wrote ${path}`)
if (checking && stale.length > 0) process.exitCode = 1
