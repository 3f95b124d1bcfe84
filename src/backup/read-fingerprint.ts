import { text } from 'node:stream/consumers'
import type { PartSource } from '../core/engine.ts'
import type { Fingerprint } from '../core/fingerprint.ts'
import type { Manifest } from '../core/manifest.ts'
import { checkFingerprint } from './fingerprint-schema.ts'

/** The fingerprint that a backup carries; undefined when none was taken. Throws `fingerprint-malformed` or what the part fails with. */
export async function readFingerprint(
  manifest: Pick<Manifest, 'fingerprint'>,
  parts: Pick<PartSource, 'open'>,
): Promise<Fingerprint | undefined> {
  const { fingerprint } = manifest
  if (fingerprint === undefined) return undefined
  return checkFingerprint(parseJson(await text(await parts.open(fingerprint.part))))
}

/** What is no JSON is malformed as a whole, which the check says. */
function parseJson(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    return undefined
  }
}
