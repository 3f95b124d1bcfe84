import type { InventoryItem } from '../core/fingerprint.ts'

/** One object that is not as it was. */
export interface InventoryDifference {
  readonly kind: string
  readonly name: string
  readonly what: 'missing' | 'unexpected' | 'different' | 'behind'
  readonly text: string
}

export interface InventoryComparison {
  readonly failures: readonly InventoryDifference[]
  /** Differences of what a restore recomputes. */
  readonly warnings: readonly InventoryDifference[]
}

/** Compares the objects besides the data, each by its rule; definitions only where both sides print them the same way. */
export function compareInventory(
  expected: readonly InventoryItem[],
  actual: readonly InventoryItem[],
  sameVersion: boolean,
): InventoryComparison {
  const found = new Map(actual.map((item) => [keyOf(item), item]))
  const known = new Set(expected.map(keyOf))
  const failures: InventoryDifference[] = []
  const warnings: InventoryDifference[] = []
  for (const item of expected) {
    const what = differs(item, found.get(keyOf(item)), sameVersion)
    if (what === undefined) continue
    const list = item.rule === 'derived' && what !== 'missing' ? warnings : failures
    list.push(difference(item, what))
  }
  for (const item of actual) if (!known.has(keyOf(item))) failures.push(difference(item, 'unexpected'))
  return { failures, warnings }
}

function differs(
  expected: InventoryItem,
  actual: InventoryItem | undefined,
  sameVersion: boolean,
): InventoryDifference['what'] | undefined {
  if (actual === undefined) return 'missing'
  if (!sameVersion) return undefined
  if (expected.rule !== actual.rule) return 'different'
  if (expected.rule === 'atLeast') return isAtLeast(actual.value, expected.value) ? undefined : 'behind'
  return expected.value === actual.value ? undefined : 'different'
}

/** What is no whole number on either side is never enough. */
function isAtLeast(actual: string, expected: string): boolean {
  const whole = /^-?\d+$/
  return whole.test(actual) && whole.test(expected) && BigInt(actual) >= BigInt(expected)
}

function difference({ kind, name }: InventoryItem, what: InventoryDifference['what']): InventoryDifference {
  return { kind, name, what, text: `${kind} ${name} is ${what}` }
}

function keyOf({ kind, name }: InventoryItem): string {
  return `${kind} ${name}`
}
