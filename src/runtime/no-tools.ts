import { LifeboatError } from '../core/errors.ts'
import type { Tools } from '../core/machine.ts'

/** For a load that needs no programs. */
export function noTools(): Tools {
  return {
    description: 'no programs',
    run: refuse,
    stream: refuse,
    pipe: refuse,
    writeFile: refuse,
    removeFile: refuse,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function refuse(): Promise<never> {
  return Promise.reject(
    new LifeboatError({
      code: 'program-absent',
      what: 'no programs were looked for',
      fix: 'report this as a bug of the engine, which said that its loads need none',
    }),
  )
}
