import type { Context } from '../core/context.ts'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import type { Machine, ProgramNeed } from '../core/machine.ts'
import type { DrillPlan } from './plan-schema.ts'

export interface MachineRequest {
  readonly need: ProgramNeed
  /** Instead of the engine's default image. */
  readonly image: string | undefined
  readonly plan: Pick<DrillPlan, 'provider' | 'memory' | 'disk'>
  readonly context: Context
}

export interface OpenedMachine {
  readonly machine: Machine
  /** What the plan asked for and this machine does not give, one sentence each. */
  readonly limitations: readonly string[]
}

/** A fresh machine of the provider that the plan names. Throws `sandbox-unavailable`, `image-absent` or `program-absent`. */
export async function openMachine(request: MachineRequest): Promise<OpenedMachine> {
  const { provider } = request.plan
  if (provider === 'process') return openProcess(request)
  try {
    return { machine: await openContainer(request), limitations: [] }
  } catch (error) {
    const missing = isLifeboatError(error, 'sandbox-unavailable') || isLifeboatError(error, 'image-absent')
    if (provider === 'container' || !missing) throw error
    return instead(request, error)
  }
}

async function instead(request: MachineRequest, reason: LifeboatError): Promise<OpenedMachine> {
  try {
    return await openProcess(request)
  } catch (error) {
    if (!(error instanceof LifeboatError) || error.code === 'cancelled') throw error
    throw new LifeboatError({
      code: reason.code,
      what: `no sandbox could be made: ${reason.what}, and ${error.what}`,
      ...(reason.why === undefined ? {} : { why: reason.why }),
      fix: [reason.fix, error.fix].filter((fix) => fix !== undefined).join('; or '),
      cause: error,
    })
  }
}

async function openContainer({ need, image, plan, context }: MachineRequest): Promise<Machine> {
  const { containerMachine } = await import('../runtime/container-machine.ts')
  return containerMachine({
    image: image ?? need.image,
    user: need.imageUser,
    ...(plan.memory === undefined ? {} : { memoryBytes: plan.memory }),
    ...(plan.disk === undefined ? {} : { diskBytes: plan.disk }),
    context,
  })
}

async function openProcess({ need, plan, context }: MachineRequest): Promise<OpenedMachine> {
  const { processMachine } = await import('../runtime/process-machine.ts')
  const machine = await processMachine(need, context)
  const unlimited = plan.memory !== undefined || plan.disk !== undefined
  return {
    machine,
    limitations: unlimited ? ['The limits of the plan do not apply to a sandbox of local programs.'] : [],
  }
}
