import type { Feed } from './feed.ts'

/** Where the pieces of a value go: those whose order counts, and those of one element of an unordered collection. */
export interface ValueFeeds {
  readonly ordered: Feed
  readonly element: Feed
  /** Ends one element of an unordered collection. */
  elementEnds(): void
  /** Tells the type of the module whose value this is. */
  ofModule(name: string): void
}
