import type { Context } from '../core/context.ts'
import type { EngineContext } from '../core/engine.ts'
import { isLifeboatError } from '../core/errors.ts'
import type { Machine, ProgramNeed } from '../core/machine.ts'
import { findTools } from './find-tools.ts'

/** A context with which engines find programs and throw-away machines. */
export function engineContext(context: Context): EngineContext {
  return {
    ...context,
    tools: (need, signal = context.signal) => findTools(need, { ...context, signal }),
    machine: (need, signal = context.signal) => scratchMachine(need, { ...context, signal }),
  }
}

/** The same context, stopped by another signal. */
export function withSignal(context: EngineContext, signal: AbortSignal): EngineContext {
  return {
    ...context,
    signal,
    tools: (need) => context.tools(need, signal),
    machine: (need) => context.machine(need, signal),
  }
}

/** Local programs start quicker than a container, so they come first. */
async function scratchMachine(need: ProgramNeed, context: Context): Promise<Machine> {
  const { processMachine } = await import('./process-machine.ts')
  try {
    return await processMachine(need, context)
  } catch (error) {
    if (!isLifeboatError(error, 'program-absent') && !isLifeboatError(error, 'program-version')) throw error
    const { containerMachine } = await import('./container-machine.ts')
    return containerMachine({ image: need.image, user: need.imageUser, context })
  }
}
