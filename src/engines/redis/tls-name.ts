import { isIP } from 'node:net'
import { checkServerIdentity, type ConnectionOptions } from 'node:tls'

/** How Node's TLS asks the certificate for another name than the host's; an address is never announced. */
export function tlsName(
  name: string | undefined,
): Pick<ConnectionOptions, 'servername' | 'checkServerIdentity'> {
  if (name === undefined) return {}
  if (isIP(name) === 0) return { servername: name }
  return { checkServerIdentity: (_host, certificate) => checkServerIdentity(name, certificate) }
}
