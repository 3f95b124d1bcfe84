import { createHmac } from 'node:crypto'

/** What a request needs: nothing, to look at or manage the server, or to read or change one collection. */
export type Needed =
  | { readonly kind: 'open' | 'look' | 'manage' }
  | { readonly kind: 'read' | 'write'; readonly collection: string }

export interface Keys {
  readonly all?: string
  readonly readOnly?: string
}

type Access = 'm' | 'r' | readonly { readonly collection: string; readonly access: string }[]

/** Who asks, as far as the keys tell; `plain` answers are text, the others JSON. */
export type Verdict = { readonly allowed: Access } | { readonly status: 401 | 403; readonly plain: string }

/** Judges the key of a request as the server does. */
export function identifyCaller(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  keys: Keys,
): Verdict {
  if (keys.all === undefined && keys.readOnly === undefined) return { allowed: 'm' }
  const bearer = /^Bearer (.+)$/.exec(String(headers['authorization'] ?? ''))?.[1]
  const key = headers['api-key'] ?? bearer
  if (key === undefined)
    return { status: 401, plain: 'Must provide an API key or an Authorization bearer token' }
  if (key === keys.all) return { allowed: 'm' }
  if (key === keys.readOnly) return { allowed: 'r' }
  return judgeToken(String(key), keys.all ?? '')
}

function judgeToken(token: string, secret: string): Verdict {
  const [head = '', body = '', signature] = token.split('.')
  const made = createHmac('sha256', secret).update(`${head}.${body}`).digest('base64url')
  if (signature === undefined || signature !== made) return { status: 401, plain: 'Invalid API key or JWT' }
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { exp?: number; access?: Access }
  if (claims.exp !== undefined && claims.exp * 1000 < Date.now())
    return { status: 403, plain: 'ExpiredSignature' }
  return { allowed: claims.access ?? 'm' }
}

/** What the server says to a request that its caller may not make; undefined for one that it may. */
export function refusalOf(allowed: Access, needed: Needed): string | undefined {
  if (needed.kind === 'open' || allowed === 'm') return undefined
  if (allowed === 'r') {
    return needed.kind === 'look' || needed.kind === 'read'
      ? undefined
      : 'Forbidden: Global manage access is required'
  }
  if (!('collection' in needed)) return 'Forbidden: Global access is required'
  const granted = allowed.find(({ collection }) => collection === needed.collection)?.access
  if (granted === undefined) return `Forbidden: Access to collection ${needed.collection} is required`
  if (needed.kind === 'write' && granted !== 'rw') {
    return `Forbidden: Write access to collection ${needed.collection} is required`
  }
  return undefined
}

/** Whether a caller sees a collection in lists. */
export function sees(allowed: Access, collection: string): boolean {
  return typeof allowed === 'string' || allowed.some((one) => one.collection === collection)
}
