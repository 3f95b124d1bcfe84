import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { LifeboatError } from '../core/errors.ts'

/**
 * The RFC 8785 form of a JSON value, as UTF-8. Refuses (`unexpected`) what has no exact form everywhere:
 * non-integers, unsafe integers, `undefined`, and any object that is not plain, so that no `Secret` gets in.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  const text = serialise(value)
  refuseInexact(value, '$')
  return new TextEncoder().encode(text)
}

/** Lower-case hex SHA-256 of the value's RFC 8785 form. */
export function canonicalDigest(value: unknown): string {
  return sha256Hex(canonicalBytes(value))
}

/** Lower-case hex SHA-256. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function serialise(value: unknown): string | undefined {
  try {
    return canonicalize(value)
  } catch (cause) {
    throw refused('$', cause instanceof Error ? cause.message : 'it has no JSON form', cause)
  }
}

function refuseInexact(value: unknown, path: string): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw refused(path, `${value} is not a safe integer`)
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) refuseInexact(item, `${path}[${index}]`)
  } else if (isPlain(value)) {
    for (const [key, item] of Object.entries(value)) refuseInexact(item, `${path}.${key}`)
  } else {
    throw refused(path, `a value of type ${typeof value} is not plain JSON`)
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function refused(path: string, why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'unexpected',
    what: `No canonical form for the value at ${path}`,
    why,
    cause,
  })
}
