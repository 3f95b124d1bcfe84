import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generatedDocuments } from '../../../scripts/lib/generated-documents.ts'
import { registrySource } from '../../../scripts/lib/registry-source.ts'

const root = join(import.meta.dirname, '../../..')

test('the registry holds what the folders hold', async () => {
  expect(await readFile(join(root, 'src/registry.ts'), 'utf8')).toBe(await registrySource(join(root, 'src')))
})

test.each(await generatedDocuments())('%s is as the code says', async (path, content) => {
  expect(await readFile(join(root, path), 'utf8')).toBe(content)
})
