import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hasPostgres, postgresFolder } from '../../../scripts/lib/wheels.ts'

/** Major versions the tests run on. */
export const postgresMajors = [15, 16, 17, 18] as const

/** A major version the tests run on. */
export type PostgresMajor = (typeof postgresMajors)[number]

/** Majors whose local builds can do TLS. */
export const tlsMajors: readonly PostgresMajor[] = [15, 17]

/** Where the programs of one major version lie and where they come from. */
export interface PostgresPrograms {
  readonly bin: string
  readonly origin: 'wheel' | 'distribution'
}

/** Finds the server and client programs of one major version; throws when set-up has not installed them. */
export function findPostgresPrograms(major: number): PostgresPrograms {
  if (hasPostgres(major)) return { bin: join(postgresFolder(major), 'bin'), origin: 'wheel' }
  const bin = `/usr/lib/postgresql/${major}/bin`
  if (existsSync(join(bin, 'postgres'))) return { bin, origin: 'distribution' }
  throw new Error(`PostgreSQL ${major} is neither in the cache nor in ${bin}: run npm run setup`)
}
