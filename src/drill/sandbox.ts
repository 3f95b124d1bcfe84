import type { Place } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Machine } from '../core/machine.ts'
import type { Manifest } from '../core/manifest.ts'
import type { DrillRun } from './attempt-drill.ts'
import type { DrillJob } from './drill.ts'
import { breaksPromise, probeEgress, type EgressFinding } from './egress-probe.ts'
import { explainExhausted } from './explain-exhausted.ts'
import { openMachine } from './open-machine.ts'

export interface Sandbox {
  readonly place: Place<unknown>
  /** What a failure in here really was. */
  explain(error: unknown): Promise<unknown>
  /** Ends and removes everything, and notes whether it is gone; throws only where nothing failed before. */
  destroy(failure: unknown): Promise<void>
}

/**
 * A throw-away server of the backup's version, closed to the network before any of its data comes in.
 * Throws `sandbox-unavailable`, `image-absent`, `program-absent`, `isolation-missing` or `sandbox-exhausted`.
 */
export async function openSandbox(job: DrillJob, run: DrillRun, manifest: Manifest): Promise<Sandbox> {
  const { context, engine, target, plan } = job
  const need = engine.server.need(manifest.server.version)
  const { machine, limitations } = await openMachine({ need, image: target.settings.image, plan, context })
  for (const sentence of limitations) run.log.limitation(sentence)
  const destroy = destroyer(machine, run)
  try {
    await job.seams?.opened?.(machine)
    await requireIsolation(machine, job, run)
    const place = await makePlace(job, machine, manifest)
    if (place.kind === 'server') await noteVersion(job, run, place.connection)
    return { place, explain: (error) => explainExhausted(machine, error), destroy }
  } catch (error) {
    const reason = await explainExhausted(machine, run.deadline.explain(error))
    await destroy(reason)
    throw reason
  }
}

function destroyer(machine: Machine, { facts, log }: DrillRun): Sandbox['destroy'] {
  return async (failure) => {
    try {
      await machine[Symbol.asyncDispose]()
    } catch (error) {
      log.limitation('The sandbox could not be removed; lifeboat sweep removes what is left of it.')
      if (failure === undefined) throw error
      return
    }
    if (facts.sandbox !== undefined) facts.sandbox = { ...facts.sandbox, destroyed: true }
  }
}

async function requireIsolation(machine: Machine, job: DrillJob, { facts, log }: DrillRun): Promise<void> {
  const finding = await probeEgress(machine)
  facts.sandbox = {
    provider: machine.kind,
    description: machine.description,
    serverVersion: 'unknown',
    isolation: finding.isolation,
    egress: finding.egress,
    destroyed: false,
  }
  const open = breaksPromise(machine, finding) || finding.isolation === 'none'
  if (open && job.plan.isolation !== 'none') throw notIsolated(machine, finding)
  if (finding.isolation === 'host-reachable') {
    log.limitation('The sandbox could reach services of this computer that listen on all addresses.')
  }
  if (finding.isolation === 'none')
    log.limitation('The sandbox was not isolated, with the consent of the plan.')
}

async function makePlace(job: DrillJob, machine: Machine, manifest: Manifest): Promise<Place<unknown>> {
  const { engine, context } = job
  if (engine.capabilities.loads === 'host') return { kind: 'host', machine }
  await engine.server.prepare(machine, manifest.requirements, context)
  return { kind: 'server', connection: await engine.server.start(machine, context), tools: machine }
}

/** Writes down which version the sandbox really runs, by its own word. */
export async function noteVersion(
  { engine, context }: Pick<DrillJob, 'engine' | 'context'>,
  { facts }: Pick<DrillRun, 'facts'>,
  connection: unknown,
): Promise<void> {
  const { identity } = await engine.inspect(connection, context)
  if (facts.sandbox !== undefined) facts.sandbox = { ...facts.sandbox, serverVersion: identity.version }
}

const WHY_OPEN = {
  possible: 'a connection out of it succeeded, or its routes lead out',
  notProbed: 'neither its routes nor a connection out of it could be tested',
  blocked: 'this user may not make an empty network',
} as const satisfies Record<EgressFinding['egress'], string>

function notIsolated(machine: Machine, { egress }: EgressFinding): LifeboatError {
  return new LifeboatError({
    code: 'isolation-missing',
    what: `the sandbox (${machine.description}) is not cut off from the network`,
    why: WHY_OPEN[egress],
    fix: 'run the drill as root or with a container engine, or consent with isolation: none in the drill plan',
  })
}
