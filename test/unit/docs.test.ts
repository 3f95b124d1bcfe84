import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { verbs } from '../../src/cli/verbs.ts'
import { groupSchema } from '../../src/config/group-schema.ts'
import { loadConfiguration } from '../../src/config/load.ts'
import { CONNECTION_SCHEMAS, STORE_SCHEMAS } from '../../src/registry.ts'
import { blocksOf, ROOT } from '../support/docs/blocks.ts'

const COMMON_OPTIONS = ['--config', '--json', '--help', '--version']
/** Its commands are run by a test of its own. */
const RUN_ELSEWHERE = 'docs/recover-by-hand.md'
/** Documents that speak of other programs' options. */
const OTHER_PROGRAMS = /recover-by-hand|benchmarks|decisions|THIRD-PARTY/
const STORES: Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>> =
  STORE_SCHEMAS

const documents = (await Promise.all(['.', 'docs', 'docs/decisions'].map(markdownIn))).flat()
const blocks = (
  await Promise.all(
    documents.map(async (document) => (await blocksOf(document)).map((block) => ({ document, ...block }))),
  )
).flat()

async function markdownIn(folder: string): Promise<string[]> {
  const names = await readdir(join(ROOT, folder))
  return names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name))
}

function read(document: string): Promise<string> {
  return readFile(join(ROOT, document), 'utf8')
}

test.each(documents)('every link of %s leads somewhere', async (document) => {
  const links = [...(await read(document)).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
  const broken: string[] = []
  for (const [, link = ''] of links) if (!(await leadsSomewhere(document, link))) broken.push(link)
  expect(broken).toEqual([])
})

async function leadsSomewhere(document: string, link: string): Promise<boolean> {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(ROOT, target))) return false
  return anchor === undefined || anchorsOf(await read(target)).includes(anchor)
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

test.each(documents)('every verb that %s calls knows its options', async (document) => {
  const calls = [...(await read(document)).matchAll(/\blifeboat ((?:[a-z]+ ?)+(?:[^\n`]*))/g)]
  expect(calls.flatMap(([, call = '']) => unknownOptions(call))).toEqual([])
})

function unknownOptions(call: string): readonly string[] {
  const verb = verbs.findLast(({ name }) => call === name || call.startsWith(`${name} `))
  if (verb === undefined) return []
  const given = [...call.replace(/["$|;].*/, '').matchAll(/(?<=\s)--[a-z][a-z-]*/g)].map(([option]) => option)
  return given.filter((option) => ![...COMMON_OPTIONS, ...optionsOf([verb])].includes(option))
}

function optionsOf(some: typeof verbs): readonly string[] {
  return some.flatMap(({ options = [] }) => options.map(({ flags }) => /--[a-z-]+/.exec(flags)?.[0] ?? ''))
}

test.each(documents.filter((document) => !OTHER_PROGRAMS.test(document)))(
  'every option that %s names in passing exists',
  async (document) => {
    const named = [...(await read(document)).matchAll(/`(--[a-z][a-z-]*)[^`\n]*`/g)].map(
      ([, option]) => option,
    )
    const known: readonly (string | undefined)[] = [...COMMON_OPTIONS, ...optionsOf(verbs)]
    expect(named.filter((option) => !known.includes(option))).toEqual([])
  },
)

test('every command in the documents is run by a test, or says why not', () => {
  const unrun = blocks.filter(
    ({ document, kind, notes }) =>
      document !== RUN_ELSEWHERE && /^(sh|bash|shell)\b/.test(kind) && !notes.has('not run'),
  )
  expect(unrun.map(({ document, line }) => `${document}:${line}`)).toEqual([])
})

test.each(blocks.filter(({ kind }) => kind === 'yaml stores'))(
  'the stores of $document:$line are valid',
  ({ text }) => {
    const shown = Object.values(parse(text) as Record<string, { readonly type: string }>)
    expect(shown.map((store) => STORES[store.type]?.safeParse(store).success)).toEqual(shown.map(() => true))
  },
)

test.each(blocks.filter(({ kind }) => kind === 'yaml targets'))(
  'the targets of $document:$line are valid',
  async ({ text }) => {
    const stores = { primary: { type: 'filesystem', path: 'backups' } }
    const targets: unknown = parse(text)
    const configuration = stringify({ version: 1, project: 'shown', stores, targets })
    const loaded = await loadConfiguration({ env: { LIFEBOAT_CONFIG: configuration }, directory: ROOT })
    expect(loaded.targets.map(({ name }) => name)).toEqual(Object.keys(targets as object))
  },
)

test('the documents show a target of every engine', () => {
  const shown = blocks
    .filter(({ kind }) => kind === 'yaml targets')
    .flatMap(({ text }) => Object.values(parse(text) as object))
  const engines = shown.map(({ engine }: { readonly engine: string }) => engine)
  expect([...new Set(engines)].toSorted()).toEqual(Object.keys(CONNECTION_SCHEMAS).toSorted())
})

test.each(blocks.filter(({ kind }) => kind === 'yaml groups'))(
  'the groups of $document:$line are valid',
  ({ text }) => {
    const shown = Object.values((parse(text) as { readonly groups: object }).groups)
    expect(shown.map((group) => groupSchema.safeParse(group).error)).toEqual(shown.map(() => undefined))
  },
)
