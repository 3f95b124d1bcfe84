import { enableCompileCache } from 'node:module'
import { keepHeapSmall } from '../runtime/small-heap.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { lineOf } from './harmless.ts'

const LINGER_MS = 5000

keepHeapSmall()
enableCompileCache()
// Before anything large is loaded, so that whoever watches sees at once what began.
process.stdout.write(`lifeboat ${TOOL_VERSION}: ${lineOf(process.env['INPUT_COMMAND'] ?? '')}\n`)

const { runAction } = await import('./run-action.ts')
process.exitCode = await runAction(process)
// What a library keeps open must not keep the job.
setTimeout(() => process.exit(), LINGER_MS).unref()
