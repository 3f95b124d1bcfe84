import { z } from 'zod'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { KEYS, type Manifest } from '../core/manifest.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import { consistency, instant, natural, recordId, sha256 } from '../evidence/schema/base-schema.ts'
import type { SameType } from '../evidence/schema/same-type.ts'

const volume = z.strictObject({
  key: z.string().min(1),
  bytes: natural,
  sha256,
  verifiedBy: z.literal(['sha256', 'sha256-composite', 'crc64nvme', 'block-crc', 'read-back']),
})

const part = z.strictObject({
  name: z.string().min(1),
  compression: z.literal(['zstd', 'none']),
  seal: z.literal(['age', 'none']),
  volumes: z.array(volume).min(1),
})

const delegated = z.strictObject({
  name: z.string().min(1),
  sealed: z.literal(false),
  prefix: z.string().min(1),
  objects: natural,
  bytes: natural,
  inventory: z.string().min(1),
  tags: z.literal(['none', 'md5', 'opaque']),
  bases: z.array(recordId),
})

const manifestSchema = z.strictObject({
  format: z.literal('lifeboat-manifest/1'),
  id: recordId,
  project: z.string().min(1),
  target: z.string().min(1),
  engine: z.string().min(1),
  toolVersion: z.string().min(1),
  startedAt: instant,
  server: z.strictObject({ version: z.string(), id: z.string(), address: z.string() }),
  consistency,
  requirements: z.record(z.string(), z.string()),
  recipients: z.array(z.string()),
  parts: z.array(part).min(1),
  delegated: z.exactOptional(z.array(delegated).min(1)),
  fingerprint: z.exactOptional(
    z.strictObject({
      part: z.string(),
      origin: z.literal(['source', 'artifact']),
      coverage: z.literal(['exact', 'partial']),
    }),
  ),
  limitations: z.array(z.string()),
})

true satisfies SameType<z.infer<typeof manifestSchema>, Manifest>

const checkedSchema = manifestSchema.superRefine((manifest, issues) => {
  const report = (message: string): void => issues.addIssue({ code: 'custom', message })
  const { delegated: trees = [] } = manifest
  const names = [...manifest.parts, ...trees].map(({ name }) => name)
  const keys = manifest.parts.flatMap(({ volumes }) => volumes.map(({ key }) => key))
  const folder = KEYS.data(manifest.target, manifest.id)
  if (new Set(names).size < names.length) report('two parts have one name')
  if (new Set(keys).size < keys.length) report('one volume is named twice')
  if (!keys.every((key) => isBelow(key, folder))) report(`a volume lies outside ${folder}`)
  if (!trees.every(({ prefix }) => isBelow(prefix, folder) && prefix.endsWith('.tree/'))) {
    report(`a delegated part lies outside ${folder}`)
  }
  if (!trees.every(({ inventory }) => manifest.parts.some(({ name }) => name === inventory))) {
    report('a delegated part has no inventory')
  }
  if (trees.some(({ bases }) => bases.includes(manifest.id))) report('it is based on itself')
  if (manifest.fingerprint !== undefined && !names.includes(manifest.fingerprint.part)) {
    report('its fingerprint is no part of it')
  }
})

function isBelow(key: string, folder: string): boolean {
  return key.startsWith(folder) && !key.split('/').includes('..')
}

/** The bytes that are stored, RFC 8785; their SHA-256 is what records hold. Throws `manifest-malformed`. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const bytes = canonicalBytes(manifest)
  parseManifest(bytes)
  return bytes
}

/**
 * Reads stored bytes strictly: unknown fields, volumes of other backups and any but the canonical form are `manifest-malformed`.
 * `name` is how the error calls it.
 */
export function parseManifest(bytes: Uint8Array, name = 'a manifest'): Manifest {
  const parsed = checkedSchema.safeParse(parseJson(bytes, name))
  if (!parsed.success) throw malformed(name, wordsOf(parsed.error), parsed.error)
  if (!isCanonical(parsed.data, bytes)) throw malformed(name, 'it is not in RFC 8785 form')
  return parsed.data
}

/** The first complaint, and how many more there are. */
function wordsOf({ issues }: z.ZodError): string {
  const [first] = issues
  const place = first === undefined || first.path.length === 0 ? '' : ` at ${first.path.join('.')}`
  const more = issues.length > 1 ? `, and ${issues.length - 1} more` : ''
  return `${first?.message ?? 'unknown'}${place}${more}`
}

function parseJson(bytes: Uint8Array, name: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw malformed(name, 'it is no JSON text', cause)
  }
}

function isCanonical(manifest: Manifest, bytes: Uint8Array): boolean {
  try {
    return Buffer.from(canonicalBytes(manifest)).equals(bytes)
  } catch (error) {
    // Text that has no canonical form, such as half a surrogate pair.
    if (isLifeboatError(error)) return false
    throw error
  }
}

function malformed(name: string, why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'manifest-malformed',
    what: `${name} could not be read`,
    why,
    fix: 'use the version of Lifeboat that wrote it, or another backup',
    cause,
  })
}
