import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { repositoryRoot } from '../../scripts/lib/root.ts'
import { blocksOf } from '../support/docs/blocks.ts'
import { firstMissing } from '../support/docs/compare.ts'

/** Ten backups and ten drills, two of them of a Neo4j. */
const LIMIT_MS = 900_000

test('the README shows what the demo of the group prints', { timeout: LIMIT_MS }, async () => {
  const temporary = await mkdtemp(join(tmpdir(), 'demo-group-'))
  // As root the servers run as another user, who wants to write there as in any such folder.
  await chmod(temporary, 0o1777)
  try {
    const demo = spawn(process.execPath, ['scripts/demo-group.ts'], {
      cwd: repositoryRoot,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [said, complaints] = [text(demo.stdout), text(demo.stderr)]
    const [code] = (await once(demo, 'exit')) as [number | null]
    const told = `${await said}\n${await complaints}`
    expect({ code, told }).toMatchObject({ code: 0 })
    const printed = (await said).split('\n')
    const shown = (await blocksOf('README.md')).filter(({ text: block }) => block.includes('platform'))
    expect(shown.map(({ kind }) => kind)).toEqual(['yaml', 'text', 'text'])
    for (const block of shown) {
      // What comes before and after is left out.
      const lines = ['…', ...block.text.trimEnd().split('\n'), '…']
      const missing = firstMissing(lines, printed)
      expect(missing, `printed:\n${(await said).slice(-6000)}`).toBeUndefined()
    }
    expect(
      (await readdir(temporary)).filter((name) => !/^(lifeboat-|node-compile-cache$)/.test(name)),
    ).toEqual([])
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
})
