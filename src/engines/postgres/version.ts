import { LifeboatError } from '../../core/errors.ts'

const OLDEST_MAJOR = 13
const NEWEST_MAJOR = 18

/** The major version in `16.14`, `17.2 (Debian …)` or `pg_dump (PostgreSQL) 18.4`; undefined when there is none. */
export function findMajor(text: string): number | undefined {
  const match = /(?:^|\(PostgreSQL\) )(\d+)/.exec(text)
  return match === null ? undefined : Number(match[1])
}

/** As `findMajor`; throws `server-unsupported` when there is none. */
export function majorOf(text: string): number {
  const major = findMajor(text)
  if (major !== undefined) return major
  throw new LifeboatError({ code: 'server-unsupported', what: `"${text}" is no PostgreSQL version` })
}

/** Throws `server-unsupported` or `server-too-new` for a server that this version of Lifeboat was not made for. */
export function assertSupported(version: string): number {
  const major = majorOf(version)
  if (major < OLDEST_MAJOR) {
    throw new LifeboatError({
      code: 'server-unsupported',
      what: `the server is PostgreSQL ${version}; ${OLDEST_MAJOR} to ${NEWEST_MAJOR} are supported`,
      fix: `upgrade the server to PostgreSQL ${OLDEST_MAJOR} or later`,
    })
  }
  if (major > NEWEST_MAJOR) {
    throw new LifeboatError({
      code: 'server-too-new',
      what: `the server is PostgreSQL ${version}; ${OLDEST_MAJOR} to ${NEWEST_MAJOR} are supported`,
      fix: 'use a version of Lifeboat that knows this server',
    })
  }
  return major
}

/** What differs between the supported servers, by major version. */
export function abilitiesOf(major: number): {
  readonly recordHash: boolean
  readonly noticesLostClient: boolean
  readonly transactionTimeout: boolean
  readonly localeProvider: boolean
} {
  return {
    recordHash: major >= 14,
    noticesLostClient: major >= 14,
    transactionTimeout: major >= 17,
    localeProvider: major >= 15,
  }
}
