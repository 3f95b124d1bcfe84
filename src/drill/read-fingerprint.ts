import { text } from 'node:stream/consumers'
import type { PartSource } from '../core/engine.ts'
import type { Fingerprint } from '../core/fingerprint.ts'
import type { Manifest } from '../core/manifest.ts'
import { checkFingerprint } from './fingerprint-schema.ts'

/** The fingerprint that a backup carries; undefined when none was taken. Throws `fingerprint-malformed`. */
export async function readFingerprint(
  manifest: Manifest,
  parts: PartSource,
): Promise<Fingerprint | undefined> {
  if (manifest.fingerprint === undefined) return undefined
  const content = await text(await parts.open(manifest.fingerprint.part))
  return checkFingerprint(parseJson(content))
}

/** What is no JSON is malformed as a whole, which the check says. */
function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
