import type { Context } from '../core/context.ts'
import { explainEngineError, isAbsent, openContainerEngine, type ContainerEngine } from './containers.ts'
import { mayLive } from './run-owner.ts'
import { ownerOf, RUN_LABEL } from './sandbox-labels.ts'
import { removeContainer } from './start-container.ts'

/** Removes containers and networks whose owner was of this computer and has ended; returns one sentence each. */
export async function removeDeadContainers(context: Context): Promise<readonly string[]> {
  const engine = await openContainerEngine(context)
  try {
    // A network can go only when no container is on it any more.
    return [...(await sweepContainers(engine)), ...(await sweepNetworks(engine))]
  } catch (error) {
    throw explainEngineError(error)
  }
}

async function sweepContainers({ container: { dockerode } }: ContainerEngine): Promise<readonly string[]> {
  const found = await dockerode.listContainers({ all: true, filters: { label: [RUN_LABEL] } })
  const dead = found.filter(({ Labels }) => !mayLive(ownerOf(Labels)))
  for (const { Id } of dead) await removeContainer(dockerode.getContainer(Id))
  return dead.map(({ Id, Labels }) => `container ${Id.slice(0, 12)} (run ${Labels[RUN_LABEL] ?? ''})`)
}

async function sweepNetworks({ container: { dockerode } }: ContainerEngine): Promise<readonly string[]> {
  const found = await dockerode.listNetworks({ filters: { label: [RUN_LABEL] } })
  const dead = found.filter(({ Labels }) => !mayLive(ownerOf(Labels ?? {})))
  for (const { Id } of dead) {
    await dockerode
      .getNetwork(Id)
      .remove()
      .catch((error: unknown) => {
        if (!isAbsent(error)) throw error
      })
  }
  return dead.map(({ Name }) => `network ${Name}`)
}
