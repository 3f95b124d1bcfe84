import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { publishFiles } from '../../../src/evidence/branch/publish-files.ts'
import { testContext } from '../../support/context.ts'
import { idOf } from '../../support/evidence/records.ts'
import { writeBackups } from '../../support/evidence/repository.ts'
import { notPermittedToPropose } from '../../support/github/api/answers.ts'
import { publishScene } from '../../support/github/api/publish-scene.ts'

describe('publishing at GitHub', () => {
  test.each([false, true])(
    'goes to the default branch, byte for byte (enterprise: %s)',
    async (enterprise) => {
      await using scene = await publishScene({ enterprise })
      await writeBackups(scene.bench, 1, 3)
      const first = await scene.collect()
      await writeBackups(scene.bench, 4, 4)
      const second = await scene.collect()

      expect(first).toMatchObject({ added: 3, sequence: 1, problems: [] })
      expect(second).toMatchObject({ added: 1, sequence: 2, commit: scene.github.repository.refOf('main') })
      expect(await scene.collect()).toEqual({ added: 0, problems: [] })
      const published = scene.github.repository.run(['show', `main:reports/records/2026/11/${idOf(4)}.json`])
      expect(published).toBe(await readFile(join(scene.bench.root, 'primary', KEYS.record(idOf(4))), 'utf8'))
      expect(await scene.report()).toMatchObject({ status: 'consistent', recordCount: 4, batchCount: 2 })
      expect(scene.github.repository.run(['log', '-1', '--format=%B', 'main'])).toMatch(
        new RegExp(`^evidence: batch 2 with 1 records\n\nLedger head ${second.head}`),
      )
    },
  )

  test('makes a branch of its own where there is none', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    const main = scene.github.repository.refOf('main')

    await scene.collect({ branch: 'lifeboat-evidence' })

    expect(scene.github.repository.refOf('main')).toBe(main)
    expect(await scene.report('lifeboat-evidence')).toMatchObject({ recordCount: 2, findings: [] })
  })

  test('reads a listing that GitHub cuts off folder by folder, and content that GraphQL would cut', async () => {
    await using scene = await publishScene()
    await using context = await testContext()
    await writeBackups(scene.bench, 1, 30)
    await scene.collect()
    const large = new TextEncoder().encode('é'.repeat(200_000))
    const branch = await scene.open({}, context)
    await publishFiles(branch, { files: new Map([['large.txt', large]]), message: 'report' }, context)
    scene.github.state.maxTreeEntries = 5

    const { tree } = await branch.readHead()
    expect(await tree!.list('records')).toHaveLength(30)
    const contents: (string | undefined)[] = []
    for await (const bytes of tree!.read(['large.txt', 'absent.txt']))
      contents.push(bytes && new TextDecoder().decode(bytes))
    expect(contents).toEqual(['é'.repeat(200_000), undefined])
    expect(scene.github.asked).toContain('getBlob')
    expect(await scene.collect()).toEqual({ added: 0, problems: [] })
  })

  test('splits what is too much for one commit, and the batches are one chain', async () => {
    await using scene = await publishScene()
    await using context = await testContext()
    await writeBackups(scene.bench, 1, 7)
    const { collectRecords } = await import('../../../src/evidence/collect.ts')
    const branch = { ...(await scene.open({}, context)), maxCommitBytes: 3000 }

    const collected = await collectRecords({ stores: [await scene.bench.store()], branch, context })

    const { batchCount, recordCount, findings, head } = await scene.report()
    expect(collected).toMatchObject({ added: 7, sequence: batchCount, head })
    expect(batchCount).toBeGreaterThan(2)
    expect([recordCount, findings]).toEqual([7, []])
  })

  test('commits the files of a report in one commit, none when nothing changed', async () => {
    await using scene = await publishScene()
    await using context = await testContext()
    const files = new Map([['README.md', new TextEncoder().encode('# drills\n')]])
    const branch = await scene.open({}, context)

    const commit = await publishFiles(branch, { files, message: 'report: November 2026' }, context)

    expect(commit).toBe(scene.github.repository.refOf('main'))
    expect(scene.github.repository.run(['show', 'main:reports/README.md'])).toBe('# drills\n')
    expect(await publishFiles(branch, { files, message: 'report: November 2026' }, context)).toBeUndefined()
  })
})

describe('pull requests', () => {
  test('every run continues the one that waits; after its merge the next begins another', async () => {
    await using scene = await publishScene()
    const { repository, state } = scene.github
    state.protectedBranches.add('main')
    await writeBackups(scene.bench, 1, 2)
    const first = await scene.collect({ propose: true })
    await writeBackups(scene.bench, 3, 3)
    const second = await scene.collect({ propose: true })

    expect(state.pulls).toMatchObject([{ head: 'lifeboat/evidence-000001', base: 'main', open: true }])
    expect([first.pullRequest, second.pullRequest]).toEqual(
      Array.from({ length: 2 }, () => 'https://github.com/ann/shop/pull/1'),
    )
    expect(state.pulls[0]?.body).toContain('actions/runs/4711')
    expect(await scene.report('lifeboat/evidence-000001')).toMatchObject({ batchCount: 2, findings: [] })

    repository.run(['update-ref', 'refs/heads/main', second.commit!])
    state.pulls[0]!.open = false
    expect(await scene.collect({ propose: true })).toEqual({ added: 0, problems: [] })
    await writeBackups(scene.bench, 4, 4)
    await scene.collect({ propose: true })
    expect(state.pulls[1]).toMatchObject({ head: 'lifeboat/evidence-000003', open: true })
  })

  test('that may not be opened: the fix is named, and the next run opens it', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    scene.github.interfere({ on: ['createPull'], answer: notPermittedToPropose })

    expect(await scene.collect({ propose: true })).toMatchObject({
      added: 2,
      commit: scene.github.repository.refOf('lifeboat/evidence-000001'),
      problems: [
        {
          code: 'evidence-undelivered',
          fix: expect.stringContaining('Settings → Actions → General'),
        },
      ],
    })
    expect(await scene.collect({ propose: true })).toMatchObject({ added: 0, pullRequest: expect.anything() })
    expect(scene.github.state.pulls).toHaveLength(1)
  })

  test('ten runs at once propose one chain in one pull request', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 10)
    await Promise.all(Array.from({ length: 10 }, () => scene.collect({ propose: true })))

    expect(scene.github.state.pulls).toHaveLength(1)
    expect(await scene.report('lifeboat/evidence-000001')).toMatchObject({ recordCount: 10, findings: [] })
  })
})
