import { isLifeboatError, LifeboatError } from '../../core/errors.ts'

const LOST =
  /server closed the connection|terminating connection|could not receive data|connection to server .* lost|SSL SYSCALL|no connection to the server/i
const UNREACHABLE = /connection to server .* failed/i

/** What pg_dump's end means for whoever reads the error. */
export function explainDump(error: unknown): unknown {
  if (!isLifeboatError(error, 'program-failed')) return error
  const why = error.why ?? ''
  const parts = {
    what: `${error.what}: the dump is not complete`,
    ...(why === '' ? {} : { why }),
    cause: error,
  }
  if (/permission denied|row-level security/i.test(why)) {
    return new LifeboatError({
      ...parts,
      code: 'privilege-missing',
      fix: 'grant the login what the message names',
    })
  }
  if (LOST.test(why) || UNREACHABLE.test(why)) {
    return new LifeboatError({
      ...parts,
      code: 'connection-lost',
      fix: 'look into the server log for the reason, then run again',
    })
  }
  return new LifeboatError({
    ...parts,
    code: 'capture-failed',
    fix: 'see the message of pg_dump; nothing was recorded as a backup',
  })
}
