import type { Context, RunEvent } from '../../src/core/context.ts'
import { createContext, type ContextParts } from '../../src/runtime/context.ts'

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
  return { ...context, events, [Symbol.asyncDispose]: () => context[Symbol.asyncDispose]() }
}
