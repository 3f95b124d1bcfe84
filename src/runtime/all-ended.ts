/** The results of work that goes on at once, when none of it is under way any more. Throws the failure that stands first. */
export async function allEnded<T extends readonly unknown[]>(work: {
  readonly [K in keyof T]: Promise<T[K]>
}): Promise<T> {
  await Promise.allSettled(work)
  return await Promise.all(work)
}
