import type { Context, RunEvent } from '../../src/core/context.ts'
import type { EngineContext } from '../../src/core/engine.ts'
import { createContext, type ContextParts } from '../../src/runtime/context.ts'
import { findTools } from '../../src/runtime/find-tools.ts'

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

/** What an engine receives: the context and the way to find programs. */
export function engineContext(context: Context): EngineContext {
  return { ...context, tools: (need, signal = context.signal) => findTools(need, { ...context, signal }) }
}
