import { LifeboatError } from '../../core/errors.ts'

/** The error of a tunnel that cannot be opened. */
export function unreachable(parts: {
  readonly what: string
  readonly why?: string | undefined
  readonly fix: string
  readonly cause?: unknown
}): LifeboatError {
  const { what, why, fix, cause } = parts
  return new LifeboatError({
    code: 'server-unreachable',
    what,
    fix,
    cause,
    ...(why === undefined || why === '' ? {} : { why }),
  })
}
