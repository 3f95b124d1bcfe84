import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OFFICIAL, officialFolder, requireOfficial } from '../../../scripts/lib/official.ts'
import { announceServer } from '../../support/servers/met.ts'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lifeboat-official-'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(root, { recursive: true })
})

test('without the variable every server will do', () => {
  vi.stubEnv(OFFICIAL, '')
  expect(officialFolder('qdrant')).toBeUndefined()
  expect(() => requireOfficial('qdrant 1.19.0 (stand-in, checked against recordings)')).not.toThrow()
})

test('with it a server is official or the run fails', async () => {
  vi.stubEnv(OFFICIAL, root)
  expect(() => officialFolder('qdrant')).toThrow('which is not in')
  await mkdir(join(root, 'qdrant'))
  expect(officialFolder('qdrant')).toBe(join(root, 'qdrant'))
})

test.each([
  'qdrant 1.19.0 (stand-in, checked against recordings)',
  'clickhouse 26.9 (process, wheel of its engine)',
  'redis 7.0.15 (process, distribution)',
])('with it %s is refused', (kind) => {
  vi.stubEnv(OFFICIAL, root)
  expect(() => announceServer(kind)).toThrow('is not the official server')
})

test('what is official is announced', () => {
  vi.stubEnv(OFFICIAL, root)
  vi.stubEnv('LIFEBOAT_TEST_RUN', root)
  expect(() => announceServer('qdrant 1.19.0 (process, official)')).not.toThrow()
})

test('a test of a stand-in itself meets the stand-in', () => {
  vi.stubEnv(OFFICIAL, root)
  vi.stubEnv('LIFEBOAT_TEST_RUN', root)
  expect(() => announceServer('qdrant 1.19.0 (stand-in)', true)).not.toThrow()
})
