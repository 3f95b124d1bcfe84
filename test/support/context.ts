import type { Context, RunEvent } from '../../src/core/context.ts'
import { createContext, type ContextParts } from '../../src/runtime/context.ts'
import { removeRunFolder } from '../../src/runtime/run-owner.ts'

export { engineContext } from '../../src/runtime/engine-context.ts'

/** A real context whose events are kept for assertions. */
export async function testContext(
  parts: Partial<ContextParts> = {},
): Promise<Context & AsyncDisposable & { readonly events: RunEvent[] }> {
  const events: RunEvent[] = []
  const context = await createContext({
    environment: process.env,
    reporter: { report: (event) => events.push(event) },
    signal: new AbortController().signal,
    ...parts,
  })
  const end = async (): Promise<void> => {
    await context[Symbol.asyncDispose]()
    // What a test leaves to sweep is gone with its server.
    await removeRunFolder(context.runId)
  }
  return { ...context, events, [Symbol.asyncDispose]: end }
}
