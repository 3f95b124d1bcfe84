import { text } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import type { PartSource } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Fingerprint } from '../core/fingerprint.ts'
import type { Manifest } from '../core/manifest.ts'
import { natural } from '../evidence/schema/base-schema.ts'
import type { SameType } from '../evidence/schema/same-type.ts'

const filled = z.string().min(1)

const coverage = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact') }),
  z.strictObject({ kind: z.literal('partial'), equal: natural, total: natural }),
])

const fingerprintSchema = z.strictObject({
  format: z.literal('lifeboat-fingerprint/1'),
  engine: filled,
  comparableWithin: filled,
  origin: z.literal(['source', 'artifact']),
  seed: z.string(),
  coverage,
  datasets: z.array(
    z.strictObject({
      name: filled,
      kind: filled,
      count: natural,
      digest: filled,
      method: filled,
      rule: z.literal(['equal', 'derived']),
    }),
  ),
  inventory: z.array(
    z.strictObject({
      kind: filled,
      name: z.string(),
      value: z.string(),
      rule: z.literal(['equal', 'atLeast', 'derived']),
    }),
  ),
  schema: z.strictObject({ digest: filled, method: filled }),
})

true satisfies SameType<z.infer<typeof fingerprintSchema>, Fingerprint>

/** The fingerprint that a backup carries; undefined when none was taken. Throws `fingerprint-malformed` or what the part fails with. */
export async function readFingerprint(
  manifest: Pick<Manifest, 'fingerprint'>,
  parts: Pick<PartSource, 'open'>,
): Promise<Fingerprint | undefined> {
  const { fingerprint } = manifest
  return fingerprint === undefined ? undefined : parseFingerprint(await parts.open(fingerprint.part))
}

async function parseFingerprint(content: Readable): Promise<Fingerprint> {
  const written = await text(content)
  try {
    return fingerprintSchema.parse(JSON.parse(written))
  } catch (cause) {
    throw new LifeboatError({
      code: 'fingerprint-malformed',
      what: "the backup's fingerprint could not be read",
      why: cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is no JSON text',
      fix: 'use the version of Lifeboat that wrote it, or another backup',
      cause,
    })
  }
}
