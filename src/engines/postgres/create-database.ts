import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import type { Session } from './session.ts'
import { abilitiesOf } from './version.ts'

export interface NewDatabase {
  readonly name: string
  readonly major: number
  readonly requirements: Readonly<Record<string, string>>
  /** Whether another locale will do when the server lacks the source's. */
  readonly anyLocale: boolean
}

/** Creates an empty database with the source's encoding and locale; returns what could not be had, one sentence each. */
export async function createDatabase(session: Session, wanted: NewDatabase): Promise<readonly string[]> {
  try {
    await session.query(createStatement(wanted))
    return []
  } catch (error) {
    if (!isLocaleFailure(error)) throw error
    const locale = wanted.requirements['locale'] ?? wanted.requirements['collate'] ?? ''
    if (!wanted.anyLocale) throw localeMissing(locale, error)
    await session.query(createStatement({ ...wanted, requirements: plainLocale(wanted.requirements) }))
    return [`this server lacks the locale ${locale} of the source: text sorts by bytes here`]
  }
}

function createStatement({ name, major, requirements }: NewDatabase): string {
  const options = ['template template0']
  const add = (key: string, option: string): void => {
    const value = requirements[key]
    if (value !== undefined) options.push(`${option} ${quoteLiteral(value)}`)
  }
  add('encoding', 'encoding')
  add('collate', 'lc_collate')
  add('ctype', 'lc_ctype')
  const provider = requirements['localeProvider']
  if (abilitiesOf(major).localeProvider && provider !== undefined && provider !== 'libc') {
    options.push(`locale_provider ${provider}`)
    add('locale', provider === 'icu' ? 'icu_locale' : 'builtin_locale')
    add('icuRules', 'icu_rules')
  }
  return `create database ${quoteIdentifier(name)} ${options.join(' ')}`
}

function plainLocale(requirements: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { encoding: requirements['encoding'] ?? 'UTF8', collate: 'C', ctype: 'C' }
}

function isLocaleFailure(error: unknown): boolean {
  return isLifeboatError(error) && /locale|collat|ICU/i.test(error.why ?? '')
}

function localeMissing(locale: string, cause: unknown): LifeboatError {
  return new LifeboatError({
    code: 'load-failed',
    what: `the server lacks the locale ${locale} that the source has`,
    ...(cause instanceof LifeboatError && cause.why !== undefined ? { why: cause.why } : {}),
    fix: 'install the locale on the server, or create the empty database yourself and restore into it',
    cause,
  })
}
