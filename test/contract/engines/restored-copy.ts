import type { Capture, Engine, EngineContext, PartSource } from '../../../src/core/engine.ts'
import type { Machine } from '../../../src/core/machine.ts'
import { processMachine } from '../../../src/runtime/process-machine.ts'

/** A throw-away server that holds what a capture stored. */
export interface RestoredCopy<C> extends AsyncDisposable {
  readonly connection: C
  readonly machine: Machine
}

/** Restores a capture the way the engine's capabilities say. */
export async function restoreCopy<C>(
  engine: Engine<C>,
  from: { readonly capture: Capture; readonly parts: PartSource },
  context: EngineContext,
): Promise<RestoredCopy<C>> {
  const { identity, requirements } = from.capture
  await using undo = new AsyncDisposableStack()
  const machine = undo.use(await processMachine(engine.server.need(identity.version), context))
  await engine.server.prepare(machine, requirements, context)
  const place =
    engine.capabilities.loads === 'host'
      ? ({ kind: 'host', machine } as const)
      : ({
          kind: 'server',
          connection: await engine.server.start(machine, context),
          tools: machine,
        } as const)
  const request = { parts: from.parts, purpose: 'sandbox', parallel: 2 } as const
  const { connection } = await engine.load(place, request, context)
  const kept = undo.move()
  return { connection, machine, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
