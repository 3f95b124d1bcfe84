import type { Clock } from '../../src/core/context.ts'
import type { StoreAdmin } from '../../src/core/store.ts'
import { systemClock } from '../../src/runtime/clock.ts'

/** A store whose clock is ahead of the real one. */
export function aheadBy<S extends StoreAdmin>(store: S, milliseconds: number): S {
  return withMethods(store, {
    now: async () => new Date((await store.now()).getTime() + milliseconds),
  })
}

/** The same store with some of its methods replaced. */
export function withMethods<S extends StoreAdmin>(store: S, methods: Partial<StoreAdmin>): S {
  return new Proxy(store, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(methods, name) ?? Reflect.get(inner, name, inner)
      return typeof value === 'function' ? value.bind(inner) : value
    },
  })
}

/** A clock that is set back by `milliseconds` after it was read `reads` times; its monotonic time goes on. */
export function setBackAfter(reads: number, milliseconds: number): Clock {
  let count = 0
  return {
    now: () => {
      count += 1
      return new Date(Date.now() - (count > reads ? milliseconds : 0))
    },
    monotonicMs: () => systemClock.monotonicMs(),
  }
}
