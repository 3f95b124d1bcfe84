import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { verbs } from '../../../src/cli/verbs.ts'
import { ROOT } from '../../support/docs/blocks.ts'

const WORDS = new Set(verbs.map(({ name }) => name.split(' ')[0] ?? ''))

/** The verbs that a text says to run: `lifeboat verify` after a quote, a colon, or a word that tells to do it. */
function toldVerbs(text: string): readonly string[] {
  return [...text.matchAll(/(?:[`'":]|\b(?:run|with|see|by)) ?lifeboat ([a-z]+)/g)].map(
    ([, verb]) => verb ?? '',
  )
}

test('no message tells to run a verb that does not exist', async () => {
  const files = await readdir(join(ROOT, 'src'), { recursive: true })
  const sources = files.filter((file) => file.endsWith('.ts'))
  const told = await Promise.all(
    sources.map(async (file) =>
      toldVerbs(await readFile(join(ROOT, 'src', file), 'utf8')).map((verb) => ({ file, verb })),
    ),
  )
  expect(told.flat().length).toBeGreaterThan(30)
  expect(told.flat().filter(({ verb }) => !WORDS.has(verb))).toEqual([])
})
