import { homedir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { Context } from '../../core/context.ts'
import type { ProgramNeed, Tools } from '../../core/machine.ts'
import type { Secret } from '../../core/secret.ts'
import type { PostgresConnection } from './connection.ts'
import { applicationName, readPem } from './session.ts'
import { findMajor } from './version.ts'

/** Programs of exactly this major version: an older pg_dump refuses, a newer one writes what this server cannot load. */
export function programNeed(major: number, programs: readonly string[]): ProgramNeed {
  return {
    programs,
    folders: [
      `/usr/lib/postgresql/${major}/bin`,
      `/usr/pgsql-${major}/bin`,
      `/opt/homebrew/opt/postgresql@${major}/bin`,
      `/usr/local/opt/postgresql@${major}/bin`,
      ...['/var/cache', join(homedir(), '.cache')].map((cache) =>
        join(cache, 'lifeboat', 'postgresql', String(major), 'bin'),
      ),
    ],
    accepts: (versionOutput) => findMajor(versionOutput) === major,
    product: `PostgreSQL ${major}`,
    image: `postgres:${major}-bookworm`,
    imageUser: 'postgres',
  }
}

/** The environment that tells pg_dump and pg_restore where to go; nothing of it is ever an argument. */
export async function clientEnvironment(
  connection: PostgresConnection,
  tools: Tools,
  context: Context,
): Promise<Record<string, string | Secret>> {
  const { host, port, database, user, password, tls } = connection
  return {
    // libpq asks the certificate for PGHOST, and connects to PGHOSTADDR where there is one.
    ...(tls.serverName === undefined ? { PGHOST: host } : { PGHOST: tls.serverName, PGHOSTADDR: host }),
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    ...(password === undefined ? {} : { PGPASSWORD: password }),
    PGAPPNAME: applicationName(context.runId),
    PGCONNECT_TIMEOUT: '15',
    PGCLIENTENCODING: 'UTF8',
    PGGSSENCMODE: 'disable',
    // A path without a file keeps the password file of whoever runs this out.
    PGPASSFILE: '/nonexistent',
    PGSSLMODE: tls.mode,
    ...(tls.mode === 'disable' ? {} : await certificateFiles(connection, tools)),
  }
}

async function certificateFiles({ tls }: PostgresConnection, tools: Tools): Promise<Record<string, string>> {
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem))
  const files: Record<string, string> = {}
  if (tls.mode === 'verify-full') {
    files['PGSSLROOTCERT'] = await tools.writeFile('ca.pem', ca ?? rootCertificates.join('\n'))
  }
  if (cert !== undefined) files['PGSSLCERT'] = await tools.writeFile('cert.pem', cert)
  if (key !== undefined) files['PGSSLKEY'] = await tools.writeFile('key.pem', key)
  return files
}
