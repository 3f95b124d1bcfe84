import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { verbs } from '../../src/cli/verbs.ts'
import { STORE_SCHEMAS } from '../../src/registry.ts'
import { blocksOf, ROOT } from '../support/docs/blocks.ts'

const COMMON_OPTIONS = ['--config', '--json', '--help', '--version']
/** Documents whose commands another test runs, or that are made from the code. */
const RUN_ELSEWHERE = ['docs/recover-by-hand.md', 'docs/command-line.md']
/** Documents that speak of other programs' options. */
const OTHER_PROGRAMS = /recover-by-hand|benchmarks|decisions|THIRD-PARTY/
const RUNNABLE = ['console', 'sh']
const stores: Readonly<Record<string, { parse(value: unknown): unknown }>> = STORE_SCHEMAS

const documents = [
  ...(await markdownIn('.')),
  ...(await markdownIn('docs')),
  ...(await markdownIn('docs/decisions')),
]
const blocks = (
  await Promise.all(
    documents.map(async (document) => (await blocksOf(document)).map((block) => ({ document, ...block }))),
  )
).flat()

async function markdownIn(folder: string): Promise<string[]> {
  const names = await readdir(join(ROOT, folder))
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name))
}

test.each(documents)('every link of %s leads somewhere', async (document) => {
  const text = await readFile(join(ROOT, document), 'utf8')
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link)
  for (const link of links) {
    const [path = '', anchor] = link.split('#')
    const file = path === '' ? join(ROOT, document) : join(ROOT, dirname(document), path)
    await expect(access(file), `${link} exists`).resolves.toBeUndefined()
    if (anchor !== undefined) expect(await anchorsOf(file)).toContain(anchor)
  }
})

async function anchorsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8')
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test.each(documents)('every verb and option in %s exists', async (document) => {
  const text = await readFile(join(ROOT, document), 'utf8')
  for (const [line, rest = ''] of text.matchAll(/\blifeboat ((?:[a-z]+ ?)+(?:[^\n`]*))/g)) {
    const verb = verbs.findLast(({ name }) => rest === name || rest.startsWith(`${name} `))
    if (verb === undefined) continue
    const known = [
      ...COMMON_OPTIONS,
      ...(verb.options ?? []).map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0]),
    ]
    for (const [option] of rest.replace(/["$|;].*/, '').matchAll(/(?<=\s)--[a-z][a-z-]*/g)) {
      expect(known, line).toContain(option)
    }
  }
})

test.each(documents)('every option that %s names in passing exists', async (document) => {
  const all = new Set([
    ...COMMON_OPTIONS,
    ...verbs.flatMap(({ options = [] }) => options.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0])),
  ])
  const text = await readFile(join(ROOT, document), 'utf8')
  if (OTHER_PROGRAMS.test(document)) return
  for (const [, option = ''] of text.matchAll(/`(--[a-z][a-z-]*)[^`\n]*`/g))
    expect([...all]).toContain(option)
})

test('every command in the documents is run by a test, or says why not', () => {
  const loose = blocks.filter(
    ({ document, kind, notes }) =>
      !RUN_ELSEWHERE.includes(document) &&
      RUNNABLE.includes(kind.split(' ')[0] ?? '') &&
      kind !== 'console' &&
      !notes.has('not run'),
  )
  expect(loose.map(({ document, line }) => `${document}:${line}`)).toEqual([])
})

test.each(blocks.filter(({ kind }) => kind === 'yaml stores'))(
  'the stores of $document:$line are valid',
  ({ text }) => {
    for (const store of Object.values(parse(text) as Record<string, { type: string }>)) {
      expect(() => stores[store.type]?.parse(store)).not.toThrow()
      expect(stores).toHaveProperty(store.type)
    }
  },
)
