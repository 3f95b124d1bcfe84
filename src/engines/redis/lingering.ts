/** How long the answers to what has been sent are waited for when the run is told to stop. */
const ANSWERS_MS = 10_000

/** A signal that follows another: at once, or, when by then something is under way, only after its answers have had time to come. */
export function lingering(
  signal: AbortSignal,
  isUnderWay: () => boolean,
): Disposable & { readonly signal: AbortSignal } {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const end = (): void => late.abort(signal.reason)
  const onAbort = (): void => {
    if (isUnderWay()) timer = setTimeout(end, ANSWERS_MS)
    else end()
  }
  if (signal.aborted) end()
  else signal.addEventListener('abort', onAbort, { once: true })
  return {
    signal: late.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
    },
  }
}
