import { LifeboatError } from '../../core/errors.ts'
import type { Session } from './session.ts'
import { abilitiesOf } from './version.ts'

/** Everything that changes how a value prints, and what must not stop a long read; never left to a default. */
const PRINTING: Readonly<Record<string, string>> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, YMD',
  IntervalStyle: 'iso_8601',
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmlbinary: 'base64',
  xmloption: 'content',
  lc_monetary: 'C',
  quote_all_identifiers: 'off',
  search_path: '',
  row_security: 'off',
  array_nulls: 'on',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
}
const UNHURRIED: Readonly<Record<string, string>> = {
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  lock_timeout: '0',
}

/** Sets what a fingerprint depends on and reads it back. Throws `fingerprint-malformed` when the server did not take it. */
export async function setPrinting(session: Session): Promise<void> {
  await set(session, PRINTING)
  const names = Object.keys(PRINTING)
  const rows = await session.query<{ name: string; value: string }>(
    'select n as name, current_setting(n) as value from unnest($1::text[]) as n',
    [`{${names.join(',')}}`],
  )
  const wrong = rows.filter(({ name, value }) => value !== PRINTING[name])
  if (rows.length === names.length && wrong.length === 0) return
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'the server did not take the settings that a fingerprint depends on',
    why: wrong.map(({ name, value }) => `${name} is ${value}`).join(', '),
  })
}

/** Lifts every time limit of the server, and lets it notice when this process is gone. */
export async function setUnhurried(session: Session, major: number): Promise<void> {
  const abilities = abilitiesOf(major)
  await set(session, {
    ...UNHURRIED,
    ...(abilities.transactionTimeout ? { transaction_timeout: '0' } : {}),
    ...(abilities.noticesLostClient ? { client_connection_check_interval: '5s' } : {}),
  })
}

async function set(session: Session, settings: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(settings)
  await session.query('select set_config(n, v, false) from unnest($1::text[], $2::text[]) as s(n, v)', [
    arrayText(names),
    arrayText(names.map((name) => settings[name] ?? '')),
  ])
}

/** A one-dimensional text array in the server's own notation. */
function arrayText(items: readonly string[]): string {
  return `{${items.map((item) => `"${item.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
}
