import { resolve } from 'node:path'
import type { Clock } from '../core/context.ts'
import type { Engine } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { RevealSecret } from '../core/secret.ts'
import type { StoreAdmin, StoreOpening } from '../core/store.ts'
import type { Target } from '../core/target.ts'
import { canonicalDigest } from '../evidence/canonical.ts'
import { loadEngine, loadStoreOpener, type EngineName, type StoreType } from '../registry.ts'
import { readOnly } from '../stores/wrap/read-only.ts'
import { withRetries } from '../stores/wrap/with-retries.ts'
import type { Configuration, Group } from './configuration.ts'
import { encryptionOf, evidenceKeyOf, evidenceKeyReference, keyVariables } from './keys.ts'
import type { ReadConfiguration } from './read-configuration.ts'
import { resolveTarget, type WrittenTarget } from './resolve-target.ts'
import { createReveal, type RevealOptions } from './reveal-secret.ts'
import type { WrittenConfiguration } from './schema.ts'
import { didYouMean } from './suggest.ts'

export interface CreateOptions extends RevealOptions {
  readonly file?: string
  readonly clock: Clock
}

/** Makes the configured things of a checked configuration. */
export function createConfiguration(
  { written, locate, isWritten }: ReadConfiguration,
  options: CreateOptions,
): Configuration {
  const reveal = createReveal(options)
  const sources = { ...options, reveal }
  const targets = targetsOf(written, reveal)
  const openStore = (name: string): Promise<StoreAdmin> =>
    open(written, name, { reveal, clock: options.clock, directory: options.directory })
  const { path, branch, disclosure } = written.evidence
  return {
    ...(options.file === undefined ? {} : { file: options.file }),
    directory: options.directory,
    project: written.project,
    targets,
    target: (name) => find(targets, name),
    storeNames: Object.keys(written.stores),
    openStore,
    storeReader: async (name) => readOnly(await openStore(name)),
    engineOf,
    delegates: async ({ name, engine }) =>
      (await engineOf({ engine })).delegates?.(connectionOf(written, name)) ?? false,
    encryption: encryptionOf(written, sources),
    policy: {
      project: written.project,
      digest: policyDigest(written),
      disclosure,
      evidenceKey: evidenceKeyOf(written, sources),
    },
    keyVariables: keyVariables(written),
    drillsPath: resolve(options.directory, written.drills),
    evidence: { path, branch, hasKey: evidenceKeyReference(written, options) !== undefined },
    groups: groupsOf(written),
    locate,
    isWritten,
  }
}

function targetsOf(written: WrittenConfiguration, reveal: RevealSecret): Target[] {
  return writtenTargets(written).map(([name, target]) => ({
    ...resolveTarget(name, target, written),
    connect: async () => (await engineOf(target)).connect(target.connection, reveal),
  }))
}

function writtenTargets({ targets }: WrittenConfiguration): [string, WrittenTarget][] {
  return Object.entries(targets as Readonly<Record<string, WrittenTarget>>)
}

function connectionOf(written: WrittenConfiguration, name: string): unknown {
  return new Map(writtenTargets(written)).get(name)?.connection
}

function engineOf({ engine }: Pick<Target, 'engine'>): Promise<Engine> {
  return loadEngine(engine as EngineName)
}

async function open(
  { stores }: WrittenConfiguration,
  name: string,
  opening: Omit<StoreOpening, 'name'>,
): Promise<StoreAdmin> {
  const known = stores as Readonly<Record<string, { readonly type: StoreType }>>
  const written = Object.hasOwn(known, name) ? known[name] : undefined
  if (written === undefined)
    throw unknown('usage-invalid', `There is no store ${name}`, { name, known: Object.keys(stores) })
  const openStore = await loadStoreOpener(written.type)
  return withRetries(await openStore(written, { name, ...opening }))
}

function find(targets: readonly Target[], name: string): Target {
  const target = targets.find((candidate) => candidate.name === name)
  if (target !== undefined) return target
  const known = targets.map((candidate) => candidate.name)
  throw unknown('target-unknown', `There is no target ${name}`, { name, known })
}

function unknown(
  code: 'usage-invalid' | 'target-unknown',
  what: string,
  { name, known }: { readonly name: string; readonly known: readonly string[] },
): LifeboatError {
  return new LifeboatError({
    code,
    what: `${what}${didYouMean(name, known)}`,
    fix: `use one of ${known.join(', ')}`,
  })
}

function groupsOf({ groups }: WrittenConfiguration): Group[] {
  return Object.entries(groups).map(([name, { targets, rto, reconcile }]) => ({
    name,
    targets,
    reconcile,
    ...(rto === undefined ? {} : { rtoMs: rto }),
  }))
}

/** Of what is in force, so that a changed built-in default changes it too; secrets are in it as references only. */
function policyDigest(written: WrittenConfiguration): string {
  const targets = writtenTargets(written).map(([name, target]) => ({
    ...resolveTarget(name, target, written),
    connection: target.connection,
  }))
  const { project, stores, encryption, groups, evidence, drills } = written
  const inForce = { project, stores, encryption, groups, evidence, drills, targets }
  return canonicalDigest(JSON.parse(JSON.stringify(inForce)) as unknown)
}
