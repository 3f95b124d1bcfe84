import type { AttestOptions } from '@actions/attest'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { collectRecords, type Collected } from '../../../src/evidence/collect.ts'
import { attestBatches, PREDICATE_TYPE, type Attesting } from '../../../src/github/attest-batches.ts'
import { gitHubRepository } from '../../../src/github/repository.ts'
import { testContext } from '../../support/context.ts'
import { writeBackups } from '../../support/evidence/repository.ts'
import { graphQLError } from '../../support/github/api/answers.ts'
import { publishScene, type PublishScene } from '../../support/github/api/publish-scene.ts'

const BUNDLE = { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }

async function collect(scene: PublishScene, changes: Partial<Attesting>): Promise<Collected> {
  await using context = await testContext()
  const { environment } = scene.github
  // The repository is called by a name of github.com, for a server of one's own has no attestations.
  const repository = gitHubRepository({ ...environment, GITHUB_API_URL: 'https://api.github.com' })
  const about = { defaultBranch: 'main', isPublic: true }
  const attest = attestBatches({ repository, about, folder: 'reports', hasIdentity: true, ...changes })
  const branch = await scene.open({}, context)
  return await collectRecords({ stores: [await scene.bench.store()], branch, attest, context })
}

const show = (scene: PublishScene, ...args: readonly string[]): string =>
  scene.github.repository.run(['show', ...args])

describe('an attestation', () => {
  afterEach(() => void vi.unstubAllEnvs())

  test('speaks of the published ledger file, its bundle lies in the same commit', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    const asked: AttestOptions[] = []
    const attest: Attesting['attest'] = async (options) => {
      asked.push(options)
      return { bundle: BUNDLE }
    }
    const collected = await collect(scene, { attest })

    expect(asked).toMatchObject([
      {
        subjects: [{ name: 'reports/ledger/000001.json', digest: { sha256: collected.head } }],
        predicateType: PREDICATE_TYPE,
        predicate: { sequence: 1, recordCount: 2, run: expect.stringContaining('/actions/runs/4711') },
        sigstore: 'public-good',
      },
    ])
    expect(collected.attestation).toEqual({ path: 'attestations/000001.sigstore.json' })
    expect(JSON.parse(show(scene, 'main:reports/attestations/000001.sigstore.json'))).toEqual(BUNDLE)
    expect(show(scene, '-s', '--format=%B', 'main')).toContain(
      'Attestation attestations/000001.sigstore.json',
    )
    expect(await scene.report()).toMatchObject({ recordCount: 2, findings: [] })
  })

  test('of a conflict is made anew for the batch that is published', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 2)
    const words = 'Expected branch to point to "0" but it did not.  Pull and try again.'
    scene.github.interfere({ on: ['createCommit'], answer: graphQLError('STALE_DATA', words) })
    const asked: AttestOptions[] = []
    const attest: Attesting['attest'] = async (options) => {
      asked.push(options)
      return { bundle: BUNDLE }
    }
    const { head } = await collect(scene, { attest })
    expect(asked).toHaveLength(2)
    expect(asked[1]?.subjects?.[0]?.digest).toEqual({ sha256: head })
  })

  test('of a private repository never goes to the public log', async () => {
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 1)
    const seen: unknown[] = []
    const attest: Attesting['attest'] = async ({ sigstore }) => {
      seen.push(sigstore)
      return { bundle: BUNDLE }
    }
    await collect(scene, { attest, about: { defaultBranch: 'main', isPublic: false } })
    expect(seen).toEqual(['github'])
  })

  const PLAN =
    'Failed to persist attestation: Feature not available for user-owned private repositories. To enable this feature, please make this repository public.'
  const refused: Attesting['attest'] = async ({ token }) => {
    throw new Error(
      `${PLAN} ${token} - https://docs.github.com/rest/repos/attestations#create-an-attestation`,
    )
  }
  test.each<readonly [string, Partial<Attesting>, RegExp]>([
    ['a plan without attestations', { attest: refused }, /user-owned private repositories/],
    ['a job without id-token: write', { hasIdentity: false }, /id-token: write/],
  ])(
    '%s: the reason is in the commit and the result, and the records are published',
    async (_name, parts, reason) => {
      await using scene = await publishScene()
      await writeBackups(scene.bench, 1, 2)
      const collected = await collect(scene, parts)

      expect(collected).toMatchObject({
        added: 2,
        attestation: { unavailable: expect.stringMatching(reason) },
      })
      expect(show(scene, '-s', '--format=%B', 'main')).toMatch(
        new RegExp(`No attestation: .*${reason.source}`),
      )
      expect(JSON.stringify(collected)).not.toContain('ghs_fake')
      expect(await scene.report()).toMatchObject({ recordCount: 2, findings: [] })
    },
  )

  test('of the toolkit that gets no token: its reason is told', async () => {
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', '')
    vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', '')
    await using scene = await publishScene()
    await writeBackups(scene.bench, 1, 1)
    expect(await collect(scene, {})).toMatchObject({
      added: 1,
      attestation: { unavailable: expect.stringMatching(/token/) },
    })
  })
})
