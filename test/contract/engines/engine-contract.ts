import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isLifeboatError } from '../../../src/core/errors.ts'
import type { Capture } from '../../../src/core/engine.ts'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import type { EngineFixture, EngineSource } from './engine-fixture.ts'
import { questionTests } from './questions-contract.ts'
import { restoreCopy, type RestoredCopy } from './restored-copy.ts'
import { tunnelTests } from './tunnel-contract.ts'

type TestContext = Awaited<ReturnType<typeof testContext>>

/** What every engine promises, on real servers; an engine's own test only brings the fixture. */
export function describeEngine<C>(fixture: EngineFixture<C>): void {
  const { engine } = fixture
  describe(`engine ${fixture.name}`, () => {
    let test: TestContext
    let source: EngineSource<C>
    let kept: KeptParts
    let capture: Capture
    let original: Fingerprint
    let copy: RestoredCopy<C>
    const context = () => engineContext(test)

    beforeAll(async () => {
      test = await testContext()
      source = await fixture.start()
      kept = keepParts()
      capture = await engine.capture(source.connection, { sink: kept, fingerprint: true }, context())
      original = definedFingerprint(capture)
      copy = await restoreCopy(engine, { capture, parts: kept.source(capture.requirements) }, context())
    })
    afterAll(async () => {
      await copy?.[Symbol.asyncDispose]()
      await source?.[Symbol.asyncDispose]()
      await test?.[Symbol.asyncDispose]()
    })

    it('probes without changing anything', async () => {
      const probe = await engine.probe(source.connection, context())
      expect(probe.identity).toEqual(capture.identity)
      expect(probe.sizeBytes).toBeGreaterThan(0)
      expect(probe.requirements).toEqual(capture.requirements)
    })

    it('tells an interval of the server clock that holds its instant', async () => {
      const { fromAt, toAt } = capture.consistency
      expect(Date.parse(fromAt)).toBeLessThanOrEqual(Date.parse(toAt))
      expect(Math.abs(Date.parse(toAt) - Date.now())).toBeLessThan(600_000)
    })

    it('captures parts that its own programs can read to the end', async () => {
      const parts = kept.source(capture.requirements)
      const checks = await engine.parse(parts, capture.identity.version, context())
      expect(checks.map(({ name }) => name).toSorted()).toEqual([...kept.parts.keys()].toSorted())
      expect(checks.filter(({ result }) => result === 'failed')).toEqual([])
    })

    it('notices a part that ends early', async () => {
      const [name, bytes] = [...kept.parts].sort((a, b) => b[1].length - a[1].length)[0] ?? fail()
      const cut = keepParts()
      for (const [each, content] of kept.parts) cut.parts.set(each, content)
      cut.parts.set(name, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
      const checks = await engine.parse(cut.source(capture.requirements), capture.identity.version, context())
      expect(checks.find((check) => check.name === name)?.result).toBe('failed')
    })

    it('restores to an equal fingerprint', async () => {
      const restored = await engine.fingerprint(copy.connection, specOf(original), context())
      expect(comparable(restored)).toEqual(comparable(original))
      expect(original.datasets.length).toBeGreaterThan(0)
    })

    it('passes its own checks on the copy and answers a question', async () => {
      const checks = await engine.checks(copy.connection, context())
      expect(checks.length).toBeGreaterThan(0)
      expect(checks.filter(({ result }) => result === 'failed')).toEqual([])
      expect(await engine.ask(copy.connection, source.question.text, context())).toBe(source.question.answer)
    })

    questionTests(engine, () => ({ source, copy: copy.connection, original, context: context() }))
    tunnelTests(engine, () => ({ source, capture, context: context() }))

    it('keeps to the seed and digests differently with another', async () => {
      const again = await engine.fingerprint(copy.connection, { ...specOf(original), seed: '77' }, context())
      expect(digestsOf(again)).not.toEqual(digestsOf(original))
    })

    it('refuses to load into what is not empty', async () => {
      const parts = kept.source(capture.requirements)
      const again =
        engine.capabilities.loads === 'host'
          ? ({ kind: 'host', machine: copy.machine } as const)
          : ({ kind: 'server', connection: copy.connection, tools: copy.machine } as const)
      const request = { parts, purpose: 'destination', parallel: 1 } as const
      await expect(engine.load(again, request, context())).rejects.toMatchObject({
        code: 'destination-not-empty',
      })
    })

    it('tells the copy from its source', async () => {
      const { identity } = await engine.inspect(copy.connection, context())
      expect(identity.id).not.toBe(capture.identity.id)
      expect((await engine.inspect(source.connection, context())).identity.id).toBe(capture.identity.id)
    })

    it('notices every single change', async () => {
      const unnoticed: string[] = []
      for (const mutation of source.mutations) {
        const before = await engine.fingerprint(copy.connection, specOf(original), context())
        await mutation.run(copy.connection)
        const after = await engine.fingerprint(copy.connection, specOf(original), context())
        if (isDeepStrictEqual(comparable(after), comparable(before))) unnoticed.push(mutation.name)
      }
      expect(unnoticed).toEqual([])
      expect(source.mutations.length).toBeGreaterThan(0)
    })

    it('tampers as its capabilities say, by the seed, and its fingerprint notices', async () => {
      const fingerprint = await engine.fingerprint(copy.connection, specOf(original), context())
      const done = await engine.tamper(copy.connection, { fingerprint, seed: 'a' }, context())
      expect(done !== undefined).toBe(engine.capabilities.tampers)
      const spec = specOf(original, [done?.dataset ?? ''])
      const after = await engine.fingerprint(copy.connection, spec, context())
      const before = fingerprint.datasets.filter(({ name }) => name === done?.dataset)
      expect(after.datasets).not.toEqual(before)
      expect(after.inventory).toEqual([])
    })

    it('captures one instant while everything is being written', async () => {
      const stop = new AbortController()
      const writing = source.write(stop.signal)
      const parts = keepParts()
      let during: Capture
      try {
        await sleep(300)
        during = await engine.capture(source.connection, { sink: parts, fingerprint: true }, context())
      } finally {
        stop.abort()
        await writing
      }
      const from = { capture: during, parts: parts.source(during.requirements) }
      await using restored = await restoreCopy(engine, from, context())
      const spec = specOf(definedFingerprint(during))
      const found = await engine.fingerprint(restored.connection, spec, context())
      expect(comparable(found)).toEqual(comparable(definedFingerprint(during)))
      expect(compare(definedFingerprint(during), found).differences).toEqual([])
    })

    it('leaves nothing when it is cancelled', async () => {
      const stop = new AbortController()
      await using cancelled = await testContext({ signal: stop.signal })
      const parts = keepParts()
      const capturing = engine.capture(
        source.connection,
        {
          fingerprint: true,
          sink: {
            stream: async (...given) => {
              stop.abort()
              await parts.stream(...given)
            },
            delegate: async (...given) => {
              stop.abort()
              return parts.delegate(...given)
            },
          },
        },
        engineContext(cancelled),
      )
      await expect(capturing).rejects.toMatchObject({ code: 'cancelled' })
      await expect.poll(() => source.leftovers(), { timeout: 20_000 }).toEqual([])
    })

    it('says who refused and who was not there, without a secret', async () => {
      const refused = await failureOf(engine.probe(source.refused, context()))
      expect(refused).toMatchObject({ code: 'server-refused-login' })
      const absent = await failureOf(engine.probe(source.absent, context()))
      expect(absent).toMatchObject({ code: 'server-unreachable' })
      const told = [refused, absent].flatMap((error) => [String(error), JSON.stringify(error)])
      const said = [JSON.stringify(capture), JSON.stringify(test.events), ...told]
      const stored = [...kept.parts.values()].map((bytes) => bytes.toString('latin1'))
      for (const secret of source.secrets) expect([...said, ...stored].join('\n')).not.toContain(secret)
    })
  })
}

function definedFingerprint({ fingerprint }: Capture): Fingerprint {
  if (fingerprint === undefined) throw new Error('the capture has no fingerprint')
  return fingerprint
}

function digestsOf({ datasets }: Fingerprint): readonly string[] {
  return datasets.map(({ digest }) => digest)
}

/** What must be equal; counters may have grown, and derived things are hints. */
function comparable(fingerprint: Fingerprint) {
  return {
    datasets: fingerprint.datasets.filter(({ rule }) => rule === 'equal'),
    inventory: fingerprint.inventory.filter(({ rule }) => rule === 'equal'),
    schema: fingerprint.schema,
  }
}

async function failureOf(doing: Promise<unknown>): Promise<unknown> {
  const failure = await doing.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(isLifeboatError(failure)).toBe(true)
  return failure
}

function fail(): never {
  throw new Error('the capture stored no part')
}
