/** Makes a thing with a `close` disposable, so that `await using` closes it in every outcome. */
export function closing<T extends { close(): Promise<void> }>(
  value: T,
): AsyncDisposable & { readonly value: T } {
  return { value, [Symbol.asyncDispose]: () => value.close() }
}
