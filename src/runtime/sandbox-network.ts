import { existsSync } from 'node:fs'
import type { Context } from '../core/context.ts'
import { explainEngineError, isAbsent, type ContainerEngine } from './containers.ts'
import { closeHost, reopenHost } from './firewall.ts'
import { sandboxLabels } from './sandbox-labels.ts'

export interface SandboxNetwork extends AsyncDisposable {
  readonly name: string
  /** Whether this computer's own services are closed to the sandbox too. */
  readonly hostClosed: boolean
  /** Whether the bridge is on this computer, so that its containers are reached by address. */
  readonly local: boolean
}

/** Makes a network without a way out, for one sandbox. */
export async function openSandboxNetwork(engine: ContainerEngine, context: Context): Promise<SandboxNetwork> {
  const name = `lifeboat-${context.runId}-${Buffer.from(context.random.bytes(4)).toString('hex')}`
  const { dockerode } = engine.container
  const network = await dockerode
    .createNetwork({ Name: name, Internal: true, CheckDuplicate: true, Labels: sandboxLabels(context.runId) })
    .catch((error: unknown) => {
      throw explainEngineError(error)
    })
  const bridge = `br-${network.id.slice(0, 12)}`
  const hostClosed = await closeHost(bridge, context)
  return {
    name,
    hostClosed,
    local: existsSync(`/sys/class/net/${bridge}`),
    [Symbol.asyncDispose]: async () => {
      await network.remove().catch((error: unknown) => {
        if (!isAbsent(error)) throw explainEngineError(error)
      })
      if (hostClosed) await reopenHost(bridge, context)
    },
  }
}
