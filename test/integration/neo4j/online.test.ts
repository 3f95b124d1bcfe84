import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Fingerprint } from '../../../src/core/fingerprint.ts'
import { captureOnline, type OnlineSource } from '../../../src/engines/neo4j/online/capture.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'

// No Enterprise artefact is in an open registry: a stand-in of its program shows what it is told and how its ends are taken.
let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'lb-neo4j-'))
  await mkdir(join(home, 'bin'))
})
afterAll(() => rm(home, { recursive: true, force: true }))

/** Writes what it is told to a file, then does as the lines say; `$to` is the folder of the archive. */
async function standIn(...lines: readonly string[]): Promise<void> {
  const program = join(home, 'bin', 'neo4j-admin')
  const script = [
    '#!/bin/sh',
    '[ "$1" = --version ] && { echo 5.26.30; exit; }',
    `printf '%s\\n' "$@" >${home}/args; env >${home}/env`,
    'for each; do case $each in --to-path=*) to=${each#--to-path=};; esac; done',
    ...lines,
  ]
  await writeFile(program, `${script.join('\n')}\n`)
  await chmod(program, 0o755)
}

async function capture(change: Partial<OnlineSource> = {}) {
  await using context = await testContext()
  const kept = keepParts()
  const source: OnlineSource = {
    database: 'shop',
    from: 'db.internal:6362',
    place: { home },
    acceptLicense: 'eval',
    bookmark: async () => 'FB:the same',
    fingerprint: async () => ({ seed: '6' }) as Fingerprint,
    probe: probing('5.26.30'),
    ...change,
  }
  try {
    const captured = await captureOnline(source, { sink: kept, fingerprint: true }, engineContext(context))
    return { captured, parts: kept.parts }
  } finally {
    expect((await readdir(context.workDir)).filter((name) => name.startsWith('neo4j'))).toEqual([])
  }
}

function probing(version: string): OnlineSource['probe'] {
  return async () => ({
    identity: { version, id: 'id', address: 'address' },
    serverTime: new Date('2026-11-21T02:00:00Z'),
    sizeBytes: 0,
    missing: [],
    requirements: { neo4jVersion: version },
  })
}

const WRITES = 'echo archive >"$to/shop-2026-11-21T02-00-00.backup"'

test('the program is told where to, from where and what, and the archive is stored', async () => {
  await standIn(WRITES)
  const { captured, parts } = await capture()
  expect(parts.get('data.backup')?.toString()).toBe('archive\n')
  expect(captured).toMatchObject({ fingerprint: { seed: '6' }, consistency: { kind: 'transactional' } })
  expect(captured.limitations).toContainEqual(expect.stringContaining('not proven here'))
  const args = (await readFile(join(home, 'args'), 'utf8')).trim().split('\n')
  expect(args).toEqual(expect.arrayContaining(['--from=db.internal:6362', '--include-metadata=all', 'shop']))
  const env = await readFile(join(home, 'env'), 'utf8')
  expect(env).toContain('NEO4J_ACCEPT_LICENSE_AGREEMENT=eval')
  expect(env).toContain(`NEO4J_HOME=${home}`)
})

test('something is committed meanwhile: there is no fingerprint rather than a false one', async () => {
  await standIn(WRITES)
  let asked = 0
  const { captured } = await capture({ bookmark: async () => ((asked += 1) > 2 ? 'FB:moved' : 'FB:still') })
  expect(captured.fingerprint).toBeUndefined()
  expect(captured.limitations).toContainEqual(expect.stringContaining('fingerprint was discarded'))
})

describe('fails, and stores nothing, when the program', () => {
  test.each([
    ['ends with an error', ['echo "connection refused" >&2; exit 1'], 'program-failed'],
    ['ends with an error after it has written', [WRITES, 'exit 1'], 'program-failed'],
    ['writes nothing', ['exit 0'], 'capture-failed'],
    ['writes two archives', [WRITES, 'echo x >"$to/other.backup"'], 'capture-failed'],
  ])('%s', async (_name, lines, code) => {
    await standIn(...lines)
    await expect(capture()).rejects.toMatchObject({ code })
  })

  test('is of another release than the server', async () => {
    await standIn(WRITES)
    await expect(capture({ probe: probing('5.26.4') })).rejects.toMatchObject({ code: 'program-version' })
  })

  test('is not there', async () => {
    await expect(capture({ place: { home: '/nowhere' } })).rejects.toMatchObject({ code: 'program-absent' })
  })
})
