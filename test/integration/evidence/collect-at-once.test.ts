import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import type { Collected } from '../../../src/evidence/collect.ts'
import { evidenceBench, report, writeBackups, type EvidenceBench } from '../../support/evidence/repository.ts'

const COLLECT = fileURLToPath(new URL('../../support/evidence/collect-process.ts', import.meta.url))

/** A collect in a process of its own; `ended` resolves with what it said, whatever that was. */
function startCollect(bench: EvidenceBench, path = process.env['PATH']) {
  const child = spawn(process.execPath, [COLLECT, bench.directory, join(bench.root, 'primary')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: path, TMPDIR: bench.root },
  })
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { ended }
}

describe('at the same time', () => {
  test('six processes lose, double and fork nothing', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 30)
    const running = Array.from({ length: 6 }, () => startCollect(bench))
    await writeBackups(bench, 31, 60)
    const ends = await Promise.all(running.map(({ ended }) => ended))
    expect(ends.map(([, stderr, [code]]) => `${code} ${stderr}`)).toEqual(ends.map(() => '0 '))
    const results = ends.map(([stdout]) => JSON.parse(stdout) as Collected)
    const [remaining] = await startCollect(bench).ended
    const rest = JSON.parse(remaining) as Collected

    expect([...results, rest].reduce((sum, { added }) => sum + added, 0)).toBe(60)
    const batches = [...results, rest].filter(({ commit }) => commit !== undefined)
    expect(bench.git('rev-list', '--count', 'lifeboat-evidence')).toBe(String(batches.length))
    expect(await report(bench)).toMatchObject({ recordCount: 60, batchCount: batches.length, findings: [] })
  })

  test.each(['before', 'after'])(
    'one killed %s any of its git commands leaves all of a batch or nothing',
    async (moment) => {
      await using bench = await evidenceBench()
      await writeBackups(bench, 1, 3)
      const outcomes: string[] = []
      for (let step = 1; outcomes.at(-1) !== 'survived'; step++) {
        const { ended } = startCollect(bench, await killingGit(bench, { step, moment }))
        const [, , [code]] = await ended
        const state = await stateOf(bench)
        outcomes.push(code === 0 ? 'survived' : state)
        if (state !== 'nothing') bench.git('update-ref', '-d', 'refs/heads/lifeboat-evidence')
      }
      const expected = moment === 'before' ? ['nothing', 'survived'] : ['nothing', 'whole', 'survived']
      expect([...new Set(outcomes)]).toEqual(expected)
      expect(outcomes.filter((outcome) => outcome === 'nothing').length).toBeGreaterThan(8)
    },
  )
})

async function stateOf(bench: EvidenceBench): Promise<'nothing' | 'whole' | 'torn'> {
  if (bench.branchHead() === undefined) return 'nothing'
  const { findings, recordCount } = await report(bench)
  return findings.length === 0 && recordCount === 3 ? 'whole' : 'torn'
}

/** A PATH whose git kills its caller at the given call. */
async function killingGit(
  bench: EvidenceBench,
  { step, moment }: { readonly step: number; readonly moment: string },
): Promise<string> {
  const folder = join(bench.root, 'bin')
  await mkdir(folder, { recursive: true })
  await rm(join(folder, 'calls'), { force: true })
  const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim()
  const kill = `[ "$(wc -l < '${folder}/calls')" -eq ${step} ] && kill -KILL $PPID && exit 1`
  const lines =
    moment === 'before' ? [kill, `exec ${git} "$@"`] : [`${git} "$@"; code=$?`, kill, 'exit $code']
  await writeFile(
    join(folder, 'git'),
    ['#!/bin/sh', `echo call >> '${folder}/calls'`, ...lines, ''].join('\n'),
    {
      mode: 0o755,
    },
  )
  return `${folder}:${process.env['PATH']}`
}
