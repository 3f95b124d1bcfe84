import type { Session } from './session.ts'

/** Those of the settings that this release of the server knows: it refuses a query with any other. */
export async function supportedSettings(
  session: Session,
  wanted: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const rows = await session.rows('SELECT name FROM system.settings')
  const known = new Set(rows.map(([name]) => name))
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => known.has(name)))
}
