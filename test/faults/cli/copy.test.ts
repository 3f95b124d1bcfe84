import { generateX25519Identity } from 'age-encryption'
import { cp, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { KEYS, type Manifest } from '../../../src/core/manifest.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure, filesIn, withoutLoss, type Guarded } from '../../support/cli/failed-run.ts'
import { leftovers, SETTLING } from '../../support/cli/leftovers.ts'
import { listedIds, recordsOf } from '../../support/cli/records.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'

let scene: CliScene
let id: string
/** The store as it was after the backup. */
let whole: string

beforeAll(async () => {
  scene = await openCliScene()
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  ;[id = ''] = await listedIds(scene, 'shop')
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

/** Runs what must find fault with the copy and leave it as it is. */
function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
  const guarded: Guarded = {
    target: 'shop',
    run: (args) => scene.run(args),
    contents: () => filesIn(scene.storeFolder),
  }
  return withoutLoss(guarded, () => scene.run(args, environment))
}

const inStore = (key: string): string => join(scene.storeFolder, key)

async function volumes(): Promise<readonly string[]> {
  const folder = inStore(KEYS.data('shop', id))
  return (await readdir(folder)).toSorted().map((name) => join(folder, name))
}

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path)
  bytes[bytes.length >> 1]! ^= 1
  await writeFile(path, bytes)
}

async function swap(): Promise<void> {
  const [first = '', second = ''] = await volumes()
  await rename(first, `${first}.away`)
  await rename(second, first)
  await rename(`${first}.away`, second)
}

/** A manifest that fits a volume of somebody else's. */
async function forge(): Promise<void> {
  const path = inStore(KEYS.manifest('shop', id))
  const manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest
  const [part, ...parts] = manifest.parts
  const [volume, ...others] = part!.volumes
  const content = Buffer.from('forged')
  await writeFile(inStore(volume!.key), content)
  const forged = { ...volume!, bytes: content.length, sha256: sha256Hex(content) }
  const bytes = canonicalBytes({ ...manifest, parts: [{ ...part, volumes: [forged, ...others] }, ...parts] })
  await writeFile(path, bytes)
}

const FIRST = /data\/shop\/.*0000\.0000/

interface Damage {
  readonly code: ErrorCode
  readonly says: RegExp
  readonly inflict: () => Promise<unknown>
}

const DAMAGES: Readonly<Record<string, Damage>> = {
  'truncated volume': {
    code: 'volume-altered',
    says: FIRST,
    inflict: async () => truncate((await volumes())[0]!, 9),
  },
  'swapped volumes': { code: 'volume-altered', says: /data\/shop\/.*000[01]\.0000/, inflict: swap },
  'flipped bit': { code: 'volume-altered', says: FIRST, inflict: async () => flipBit((await volumes())[0]!) },
  'missing volume': { code: 'volume-absent', says: FIRST, inflict: async () => rm((await volumes())[0]!) },
  'manifest altered': {
    code: 'manifest-altered',
    says: /manifest/,
    inflict: () => flipBit(inStore(KEYS.manifest('shop', id))),
  },
  'manifest forged with fresh digests': { code: 'manifest-altered', says: /manifest/, inflict: forge },
  'record altered': {
    code: 'record-altered',
    says: /record/,
    inflict: () => flipBit(inStore(KEYS.record(id))),
  },
}

describe('a bad copy: exit 4, and nothing changed', () => {
  test.each(Object.entries(DAMAGES))('%s', async (_, { code, says, inflict }) => {
    await inflict()
    expectFailure(await run(['verify', 'shop']), 4, { code, says })
  })

  test('a drill finds it too, and proves nothing', async () => {
    await flipBit((await volumes())[0]!)
    const end = await run(['drill', 'shop', '--sandbox', 'process'])
    expectFailure(end, 4, { code: 'volume-altered', says: /data\/shop\/.*0000\.0000/ })
    expect(await isUnproven()).toBe(true)
  })

  test('missing manifest: not listed any more, and told when its record is asked about', async () => {
    await rm(inStore(KEYS.manifest('shop', id)))
    expectFailure(await run(['verify', 'shop', '--backup', id]), 4, {
      code: 'manifest-absent',
      says: /manifest/,
    })
    expect(await listedIds(scene, 'shop')).toEqual([])
  })
})

test('manifest forged with fresh digests and no record: refused, exit 6', async () => {
  await forge()
  await rm(inStore(KEYS.record(id)))
  const end = await run(['drill', 'shop', '--sandbox', 'process'])
  expectFailure(end, 6, { code: 'backup-unanchored', says: /--accept-unanchored/ })
  expect(await isUnproven()).toBe(true)
})

describe('a copy that cannot be opened: exit 7, nothing proven, nothing left', () => {
  test('wrong key', async () => {
    const other = await generateX25519Identity()
    const end = await run(['drill', 'shop', '--sandbox', 'process'], { SCENE_IDENTITY: other })
    expectFailure(end, 7, { code: 'identity-wrong', says: /key/ })
    expect(end.stdout + end.stderr).not.toContain(other)
    await expectNoSandbox()
  })

  test('no key', async () => {
    const { recipients } = (await recordsOf(scene))[0] as unknown as {
      readonly recipients: readonly string[]
    }
    await scene.configure({ encryption: { recipients } })
    const end = await run(['drill', 'shop', '--sandbox', 'process'])
    await scene.configure({})
    expectFailure(end, 7, { code: 'identity-missing', says: /identities/ })
    await expectNoSandbox()
  })

  test('sandbox image absent', async () => {
    await scene.configure({ defaults: { settings: { image: 'localhost:9/lifeboat/none:1' } } })
    const end = await run(['drill', 'shop', '--sandbox', 'container'])
    await scene.configure({})
    expectFailure(end, 7, { code: 'image-absent', says: /localhost:9\/lifeboat\/none:1/ })
    await expectNoSandbox()
  })

  test('container engine absent', async () => {
    const environment = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
    const end = await run(['drill', 'shop', '--sandbox', 'container'], environment)
    expectFailure(end, 7, { code: 'sandbox-unavailable', says: /container engine|docker/i })
    await expectNoSandbox()
  })
})

async function isUnproven(): Promise<boolean> {
  const { result } = await scene.run(['status', 'shop'])
  const [target] = result['targets'] as readonly object[]
  return !('proven' in target!)
}

async function expectNoSandbox(): Promise<void> {
  expect((await recordsOf(scene)).at(-1)).toMatchObject({
    kind: 'drill',
    outcome: 'couldNotRun',
    proven: false,
  })
  expect(await isUnproven()).toBe(true)
  await expect.poll(() => leftovers(scene, []), SETTLING).toEqual([])
}
