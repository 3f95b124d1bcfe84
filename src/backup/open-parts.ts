import type { Check, Engine, EngineContext, PartSource } from '../core/engine.ts'
import { LifeboatError, type ErrorCode } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import type { Policy } from '../core/target.ts'
import { publishEngineChecks } from '../evidence/publish-checks.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { drain, isBad } from './volume-check.ts'

/** Why parts may stay unparsed though nothing is wrong with them. */
const NO_TOOLS: ReadonlySet<ErrorCode> = new Set(['program-absent', 'program-version', 'image-absent'])

const UNREADABLE = "the engine's own programs cannot read it"

export interface OpenedParts {
  /** One for every part. */
  readonly checks: readonly Check[]
  /** Whether the engine's own programs read them. */
  readonly parsed: boolean
  readonly limitations: readonly string[]
  /** What is wrong in the words of programs, which may repeat a row: for whoever runs this, never for a record. */
  readonly complaints: readonly string[]
}

export interface OpenPartsRequest {
  readonly manifest: Manifest
  readonly parts: PartSource
  readonly engine: Engine
  /** Decides about the details of what was parsed. */
  readonly disclosure: Policy['disclosure']
  readonly context: EngineContext
}

/**
 * Opens the seal of every part and reads it to its end, by the engine's own programs where they are at hand.
 * Throws `identity-wrong`, `identity-missing`, and what keeps the store from being read; bad parts are failed checks.
 */
export async function openParts(request: OpenPartsRequest): Promise<OpenedParts> {
  const { manifest, parts } = request
  const read = new Set<string>()
  const watched = { ...request, parts: watch(parts, read) }
  const fingerprint = await fingerprintCheck(watched)
  const { refused, ...parsing } = await parse(watched)
  const known = new Map([...parsing.checks, ...fingerprint].map((check) => [check.name, check]))
  const checks: Check[] = []
  for (const { name } of manifest.parts) {
    const opened = read.has(name) ? undefined : await openingFailure(name, parts)
    checks.push(opened ?? known.get(name) ?? { name, result: 'passed', detail: 'opened and read to its end' })
  }
  checks.push(...parsing.checks.filter(({ name }) => !parts.names.includes(name)))
  // Bytes that read through are no good copy when the engine could make nothing of them.
  if (refused !== undefined && checks.every(({ result }) => result !== 'failed')) {
    checks.push(failed('parts', refused))
  }
  return { ...parsing, checks }
}

/** Notes which parts were read to their end. */
function watch(parts: PartSource, read: Set<string>): PartSource {
  return {
    ...parts,
    open: async (name) => (await parts.open(name)).once('end', () => read.add(name)),
    pour: async (name, output) => {
      await parts.pour(name, output)
      read.add(name)
    },
  }
}

async function fingerprintCheck({ manifest, parts }: OpenPartsRequest): Promise<readonly Check[]> {
  if (manifest.fingerprint === undefined) return []
  const name = manifest.fingerprint.part
  try {
    await readFingerprint(manifest, parts)
    return [{ name, result: 'passed', detail: 'a well-formed fingerprint' }]
  } catch (error) {
    if (!isBad(error)) throw error
    return [failed(name, error)]
  }
}

interface Parsing extends OpenedParts {
  /** Why the engine gave up on the parts as a whole. */
  readonly refused?: LifeboatError
}

async function parse({ manifest, parts, engine, disclosure, context }: OpenPartsRequest): Promise<Parsing> {
  try {
    const found = await engine.parse(parts, manifest.server.version, context)
    const skipped = publishEngineChecks(found, disclosure).filter(({ result }) => result === 'skipped')
    const bad = found.filter(({ result }) => result === 'failed')
    return {
      checks: publishEngineChecks(found, disclosure).map((check) =>
        check.result === 'failed' ? { ...check, detail: UNREADABLE } : check,
      ),
      parsed: found.some(({ result }) => result === 'passed'),
      limitations: skipped.map(({ name, detail }) => `The part ${name} was not parsed: ${detail}.`),
      complaints: bad.map(({ name, detail }) => `${name}: ${detail}`),
    }
  } catch (error) {
    const unparsed = { checks: [], parsed: false }
    if (isBad(error)) return { ...unparsed, limitations: [], complaints: [error.message], refused: error }
    if (!(error instanceof LifeboatError) || !NO_TOOLS.has(error.code)) throw error
    const limitations = [`The parts were opened but not parsed: ${error.what}.`]
    return { ...unparsed, limitations, complaints: [] }
  }
}

async function openingFailure(name: string, parts: PartSource): Promise<Check | undefined> {
  try {
    await drain(await parts.open(name))
    return undefined
  } catch (error) {
    if (!isBad(error)) throw error
    return failed(name, error)
  }
}

function failed(name: string, error: LifeboatError): Check {
  return { name, result: 'failed', detail: error.what }
}
