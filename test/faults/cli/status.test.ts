import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { DrillRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { listedIds, recordsOf } from '../../support/cli/records.ts'

const DRILL = ['drill', 'shop', '--sandbox', 'process']
const FUTURE = '20991231T000000Z-zzzz'

let scene: CliScene
let first: string
let second: string
let proof: DrillRecord
/** The store with two backups of which the older one was drilled; all but the newer one's record is published. */
let whole: string

beforeAll(async () => {
  scene = await openCliScene({ defaults: { objectives: { rpo: '1h' } } })
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  expect((await scene.run(DRILL)).exitCode).toBe(0)
  expect((await scene.run(['collect'])).exitCode).toBe(0)
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  ;[first = '', second = ''] = await listedIds(scene, 'shop')
  proof = (await recordsOf(scene)).find(({ kind }) => kind === 'drill') as DrillRecord
  whole = await mkdtemp(join(tmpdir(), 'lb-whole-'))
  await cp(scene.storeFolder, whole, { recursive: true })
})
afterAll(async () => {
  await rm(whole, { recursive: true })
  await scene[Symbol.asyncDispose]()
})
afterEach(async () => {
  await rm(scene.storeFolder, { recursive: true })
  await cp(whole, scene.storeFolder, { recursive: true })
})

const inStore = (key: string): string => join(scene.storeFolder, key)

interface Shown {
  readonly exitCode: number | null
  readonly claimed?: string
  readonly anchored?: string
  readonly proven?: string
  readonly published?: boolean
  readonly rpo: string
  readonly findings: readonly string[]
}

async function status(): Promise<Shown> {
  const { exitCode, result } = await scene.run(['status', 'shop'])
  const [shown] = result['targets'] as Readonly<Record<string, Readonly<Record<string, unknown>>>>[]
  const points = ['claimed', 'anchored', 'proven'].filter((name) => shown?.[name] !== undefined)
  const findings = shown?.['findings'] as unknown as { readonly code: string; readonly backup: string }[]
  return {
    exitCode,
    ...Object.fromEntries(points.map((name) => [name, shown?.[name]?.['id']])),
    ...(shown?.['proven'] === undefined ? {} : { published: shown['proven']['published'] === true }),
    rpo: String(shown?.['rpo']?.['verdict']),
    findings: findings.map(({ code, backup }) => `${code} ${backup}`),
  }
}

async function damage(id: string): Promise<void> {
  const [volume = ''] = await readdir(inStore(KEYS.data('shop', id)))
  const path = inStore(`${KEYS.data('shop', id)}${volume}`)
  const bytes = await readFile(path)
  bytes[0]! ^= 1
  await writeFile(path, bytes)
}

const GOOD = { exitCode: 0, rpo: 'met', findings: [] as readonly string[] }

test('without damage: the newest is claimed, the published one anchored, the drilled one proven', async () => {
  expect(await status()).toEqual({
    ...GOOD,
    claimed: second,
    anchored: first,
    proven: first,
    published: true,
  })
})

test('one byte overwritten: once a verification has seen it, the backup counts for nothing', async () => {
  await damage(second)
  expect(await scene.run(['verify', 'shop'])).toMatchObject({ exitCode: 4 })
  expect(await status()).toMatchObject({
    exitCode: 4,
    claimed: first,
    findings: [`volume-altered ${second}`],
  })
})

test('all volumes removed: a failed drill and verification overrule the older proof', async () => {
  await rm(inStore(KEYS.dataAll('shop')), { recursive: true })
  expect(await scene.run(['drill', 'shop', '--backup', first, '--sandbox', 'process'])).toMatchObject({
    exitCode: 4,
  })
  expect(await scene.run(['verify', 'shop'])).toMatchObject({ exitCode: 4 })
  const findings = [`volume-absent ${first}`, `volume-absent ${second}`]
  expect(await status()).toEqual({ exitCode: 4, rpo: 'breached', findings })
})

/** The newer backup's manifest as that of another one. */
async function forge(id: string, change: (text: string) => string = (text) => text): Promise<void> {
  const text = await readFile(inStore(KEYS.manifest('shop', second)), 'utf8')
  await writeFile(inStore(KEYS.manifest('shop', id)), change(text.replaceAll(second, id)))
}

test('a manifest of the future is a finding and counts for nothing, empty or not', async () => {
  const expected = { exitCode: 5, claimed: second, findings: [`finding-open ${FUTURE}`] }
  await writeFile(inStore(KEYS.manifest('shop', FUTURE)), '')
  expect(await status()).toMatchObject(expected)
  await forge(FUTURE)
  expect(await status()).toMatchObject(expected)
})

test('a manifest that says it holds data of the future counts for nothing', async () => {
  const other = `${second.slice(0, 16)}-zzzzzzzz`
  await forge(other, (text) => text.replace(/"fromAt":"\d{4}/, '"fromAt":"2099'))
  expect(await status()).toMatchObject({ exitCode: 5, claimed: second, findings: [`finding-open ${other}`] })
})

test('a manifest that cannot be read counts for nothing', async () => {
  await writeFile(inStore(KEYS.manifest('shop', second)), '')
  expect(await status()).toMatchObject({
    exitCode: 4,
    claimed: first,
    findings: [`manifest-altered ${second}`],
  })
  await rm(inStore(KEYS.record(second)))
  expect(await status()).toMatchObject({ exitCode: 5, claimed: first, findings: [`finding-open ${second}`] })
})

test('all manifests removed: nothing is claimed, anchored or proven, and the newest lost one is named', async () => {
  await rm(inStore(KEYS.manifests('shop')), { recursive: true })
  expect(await status()).toEqual({ exitCode: 4, rpo: 'breached', findings: [`manifest-absent ${second}`] })
})

test('RPO breached: exit 5', async () => {
  await scene.configure({ defaults: { objectives: { rpo: '1s' } } })
  const shown = await status()
  await scene.configure({ defaults: { objectives: { rpo: '1h' } } })
  expect(shown).toMatchObject({ exitCode: 5, claimed: second, rpo: 'breached', findings: [] })
})

test('a drill record copied to another backup proves nothing, and one that is not published is said to be so', async () => {
  const later = `${second.slice(0, 16)}-zzzzzzzz`
  const stolen = { ...proof, backup: { ...proof.backup!, id: second } }
  await writeFile(inStore(KEYS.record(later)), canonicalBytes(stolen))
  expect(await status()).toMatchObject({ proven: first })
  await writeFile(inStore(KEYS.record(later)), canonicalBytes({ ...stolen, id: later }))
  expect(await status()).toMatchObject({ proven: first })
  const { backup } = (await recordsOf(scene))
    .filter((each) => each.kind === 'backup')
    .find(({ id }) => id === second)!
  await writeFile(inStore(KEYS.record(later)), canonicalBytes({ ...stolen, id: later, backup }))
  expect(await status()).toMatchObject({ proven: second, published: false })
})

test('an old drill record is not taken for a newer one by its name alone', async () => {
  await writeFile(inStore(KEYS.record(`${proof.id.slice(0, 16)}-zzzzzzzz`)), canonicalBytes(proof))
  const { lines } = await scene.run(['status', 'shop'])
  expect(JSON.stringify(lines)).toContain(`it says it is record ${proof.id}`)
})
