import type { Configuration } from '../config/configuration.ts'
import { LifeboatError } from '../core/errors.ts'

/** `//user:password@`, and the parameter of that name. */
const HOLDS_PASSWORD = /\/\/[^@]*:[^@]*@|\bpassword=/i
const VARIABLE = 'env:'
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\//i

/**
 * What --into means. An address holds a password, so it comes from a variable and never from the command line; a variable that
 * holds anything else may hold a secret, which would be printed as a name. Throws `usage-invalid`, `secret-missing`.
 */
export function restoreDestination(
  into: string,
  environment: NodeJS.ProcessEnv,
  { keyVariables }: Pick<Configuration, 'keyVariables'>,
): string {
  if (HOLDS_PASSWORD.test(into)) throw passwordGiven()
  if (!into.startsWith(VARIABLE)) return into
  const variable = into.slice(VARIABLE.length)
  if (keyVariables.has(variable)) throw noAddress(`the environment variable ${variable} holds a key`)
  const value = environment[variable] ?? ''
  if (value === '') throw unset(variable)
  if (!ADDRESS.test(value)) throw noAddress(`the environment variable ${variable} holds no address`)
  return value
}

function unset(variable: string): LifeboatError {
  return new LifeboatError({
    code: 'secret-missing',
    what: `the environment variable ${variable} is not set`,
    fix: 'set it to the address of the destination',
  })
}

function noAddress(what: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: `${what}, so it names no destination`,
    fix: 'name a variable with an address, such as postgres://user:password@host/orders_restored',
  })
}

function passwordGiven(): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: 'the destination holds a password, and other users of this computer can read a command line',
    fix: 'put the address into a variable, such as OTHER_URL, and say --into env:OTHER_URL; then change that password',
  })
}
