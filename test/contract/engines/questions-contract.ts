import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import type { Engine, EngineContext } from '../../../src/core/engine.ts'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import type { EngineSource } from './engine-fixture.ts'

/** What the contract suite has by the time a test runs. */
interface Restored<C> {
  readonly source: EngineSource<C>
  /** A copy of the source that nothing has changed yet. */
  readonly copy: C
  readonly original: Fingerprint
  readonly context: EngineContext
}

const COLLECT_EVERY = 200_000
/** A million keys that are held take more than twice as much. */
const MOST_HELD_BYTES = 24 * 2 ** 20

/** What every engine promises of what reconciliation and integrity rules ask it. */
export function questionTests<C>(engine: Engine<C>, given: () => Restored<C>): void {
  it('streams the keys that it is asked for, holds a part of them only, and stops when nobody wants more', async () => {
    const { source, copy, context } = given()
    const { question, answer, many = { question, count: answer.length } } = source.keys
    const found: string[] = []
    for await (const key of engine.keys(copy, question, context)) found.push(key)
    expect(new Set(found)).toEqual(new Set(answer))
    const [first] = await take(engine.keys(copy, question, context), 1)
    expect(answer).toContain(first)
    const { count, most } = await heldBy((asked) => engine.keys(copy, asked, context), many)
    expect(count).toBe(many.count)
    expect(most).toBeLessThan(MOST_HELD_BYTES)
  })

  it('counts what breaks a rule, and says which rules it cannot ask', async () => {
    const { source, copy, context } = given()
    const { counted, unsupported } = source.rules
    for (const [rule, breaches] of counted) {
      expect([rule, await engine.ask(copy, engine.violations(rule), context)]).toEqual([
        rule,
        String(breaches),
      ])
    }
    for (const rule of unsupported) {
      expect(() => engine.violations(rule)).toThrow(expect.objectContaining({ code: 'not-supported' }))
    }
  })

  it('changes nothing, whatever it is asked', async () => {
    const { source, copy, original, context } = given()
    for (const question of source.writes) {
      await expect(engine.ask(copy, question, context)).rejects.toMatchObject(REFUSED)
      await expect(take(engine.keys(copy, question, context), 1)).rejects.toMatchObject(REFUSED)
    }
    const after = await engine.fingerprint(copy, specOf(original), context)
    expect(digestsOf(after)).toEqual(digestsOf(original))
  })
}

/** How many keys came, and the most that this process held on the way. */
async function heldBy(
  keys: (question: string) => AsyncIterable<string>,
  { question }: { readonly question: string },
): Promise<{ readonly count: number; readonly most: number }> {
  const before = heldBytes()
  let [count, most] = [0, 0]
  for await (const key of keys(question)) {
    count += key === '' ? 0 : 1
    if (count % COLLECT_EVERY === 0) most = Math.max(most, heldBytes() - before)
  }
  return { count, most }
}

function digestsOf({ datasets }: Fingerprint) {
  return datasets.filter(({ rule }) => rule === 'equal').map(({ name, digest }) => [name, digest])
}

const REFUSED = { name: 'LifeboatError', code: expect.stringMatching(/^(?!unexpected)/) as string }

async function take<T>(stream: AsyncIterable<T>, count: number): Promise<readonly T[]> {
  const taken: T[] = []
  for await (const item of stream) {
    taken.push(item)
    if (taken.length === count) break
  }
  return taken
}

/** Without what only waits to be collected. */
function heldBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
