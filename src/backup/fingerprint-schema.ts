import { z } from 'zod'
import { LifeboatError } from '../core/errors.ts'
import type { Fingerprint } from '../core/fingerprint.ts'
import { natural } from '../evidence/schema/base-schema.ts'
import type { SameType } from '../evidence/schema/same-type.ts'

const text = z.string().min(1)

const schema = z.strictObject({
  format: z.literal('lifeboat-fingerprint/1'),
  engine: text,
  comparableWithin: text,
  origin: z.literal(['source', 'artifact']),
  seed: text,
  coverage: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('exact') }),
    z.strictObject({ kind: z.literal('partial'), equal: natural, total: natural }),
  ]),
  // None at all is what an empty database has; that nothing was overlooked is for the negative control to show.
  datasets: z.array(
    z.strictObject({
      name: text,
      kind: text,
      count: natural,
      digest: text,
      method: text,
      rule: z.literal(['equal', 'derived']),
    }),
  ),
  leftOut: z.array(text),
  inventory: z.array(
    z.strictObject({
      kind: text,
      name: text,
      value: z.string(),
      rule: z.literal(['equal', 'atLeast', 'derived']),
    }),
  ),
  schema: z.strictObject({ digest: text, method: text }),
})

true satisfies SameType<z.infer<typeof schema>, Fingerprint>

/** A fingerprint that can be compared. Throws `fingerprint-malformed`: what is empty or broken must never seem equal. */
export function checkFingerprint(value: unknown): Fingerprint {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw malformed(z.prettifyError(parsed.error))
  const { datasets, inventory } = parsed.data
  const twice = firstTwice(datasets) ?? firstTwice(inventory)
  if (twice !== undefined) throw malformed(`${twice} is there twice`)
  return parsed.data
}

function firstTwice(items: readonly { readonly kind: string; readonly name: string }[]): string | undefined {
  const seen = new Set<string>()
  for (const { kind, name } of items) {
    const key = `${kind} ${name}`
    if (seen.has(key)) return key
    seen.add(key)
  }
  return undefined
}

function malformed(why: string): LifeboatError {
  return new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'a fingerprint is empty or malformed, so nothing can be compared with it',
    why,
    fix: 'take a new backup; when this repeats, report it as a bug of the engine',
  })
}
