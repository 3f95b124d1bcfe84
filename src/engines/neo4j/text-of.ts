import { encodeValue } from './encode-value.ts'

/** A value as text: numbers and times as Cypher's toString writes them, lists and maps as JSON; null for null. */
export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return encodeValue(value)
  return (value as { toString(): string }).toString()
}
