import { processMachine } from '../../src/runtime/process-machine.ts'
import { containerMachine } from '../../src/runtime/container-machine.ts'
import { testContext } from './context.ts'
import { postgresNeed } from './postgres-need.ts'

/** Opens a sandbox with something running in it, tells its parent, and waits to be killed. */
const context = await testContext()
const need = postgresNeed()
const machine =
  process.argv[2] === 'process'
    ? await processMachine(need, context)
    : await containerMachine({ image: need.image, user: need.imageUser, context })
await machine.startServer({ program: 'sleep', args: ['4545'] })
process.send?.({ runId: context.runId })
setInterval(() => undefined, 1000)
