import { execFile } from 'node:child_process'
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Servant } from './servant.ts'

const run = promisify(execFile)

/** A server certificate for localhost and 127.0.0.1, and the authority that signed it. */
export interface Certificates {
  readonly caFile: string
  readonly ca: string
  readonly certificateFile: string
  readonly keyFile: string
  /** Another authority, which did not sign it: connections that trust only this one must fail. */
  readonly strangerCaFile: string
}

/** Makes an authority of its own and a server certificate in a folder. */
export async function makeCertificates(parent: string, servant?: Servant): Promise<Certificates> {
  const folder = join(parent, 'tls')
  await mkdir(folder, { mode: 0o755 })
  await makeAuthority(folder, 'ca')
  await makeAuthority(folder, 'stranger')
  const keyFile = join(folder, 'server.key')
  const certificateFile = join(folder, 'server.crt')
  await signServer(folder, keyFile, certificateFile)
  await chmod(keyFile, 0o600)
  if (servant) await chown(keyFile, servant.uid, servant.gid)
  const caFile = join(folder, 'ca.crt')
  const ca = await readFile(caFile, 'utf8')
  return { caFile, ca, certificateFile, keyFile, strangerCaFile: join(folder, 'stranger.crt') }
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

async function makeAuthority(folder: string, name: string): Promise<void> {
  const out = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)]
  await run('openssl', [
    'req',
    '-x509',
    ...newKey,
    '-days',
    '7',
    '-subj',
    `/CN=lifeboat test ${name}`,
    ...out,
  ])
}

async function signServer(folder: string, keyFile: string, certificateFile: string): Promise<void> {
  const request = join(folder, 'server.csr')
  const extensions = join(folder, 'server.ext')
  await writeFile(extensions, 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  await run('openssl', ['req', ...newKey, '-subj', '/CN=localhost', '-keyout', keyFile, '-out', request])
  const authority = ['-CA', join(folder, 'ca.crt'), '-CAkey', join(folder, 'ca.key'), '-CAcreateserial']
  const output = ['-days', '7', '-extfile', extensions, '-out', certificateFile]
  await run('openssl', ['x509', '-req', '-in', request, ...authority, ...output])
}
