import type { Context } from '../core/context.ts'
import type { ProgramNeed, Tools } from '../core/machine.ts'
import { containerPrograms } from './container-programs.ts'
import { openContainerEngine } from './containers.ts'
import { startContainer } from './start-container.ts'

/** Client programs in a container of the product's image, on this computer's network so that `localhost` means the same. */
export async function containerTools(need: ProgramNeed, context: Context): Promise<Tools> {
  const engine = await openContainerEngine(context)
  const network = process.platform === 'linux' ? 'host' : 'bridge'
  const started = await startContainer(engine, { image: need.image, user: need.imageUser, network }, context)
  return {
    description: `container ${need.image}`,
    ...containerPrograms(started.place, started.files),
    [Symbol.asyncDispose]: async () => started[Symbol.asyncDispose](),
  }
}
