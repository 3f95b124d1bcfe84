import { parseDuration } from '../core/units.ts'
import { SAFE_MINIMUM_AGE_MS } from './defaults.ts'
import { groupProblems } from './group-problems.ts'
import { pathText, type ConfigProblem, type KeyPath } from './problem.ts'
import { property } from './schema-nodes.ts'
import { didYouMean } from './suggest.ts'
import type { Locate } from './yaml-document.ts'

/**
 * What no schema can see: names that lead nowhere and limits that several places decide.
 * Reads what was written, so that these faults come together with those of the schema.
 */
export function referenceProblems(written: unknown, locate: Locate): ConfigProblem[] {
  const targets = namesAt(written, 'targets')
  const policies: KeyPath[] = [['defaults'], ...targets.map((target) => ['targets', target])]
  return [
    ...policies.flatMap((path) => storeProblems(written, path, locate)),
    ...policies.flatMap((path) => retentionProblems(written, path, locate)),
    ...targets.flatMap((target) => storeChoiceProblems(written, target, locate)),
    ...namesAt(written, 'groups').flatMap((group) => groupProblems(written, group, { targets, locate })),
  ]
}

function storeProblems(written: unknown, path: KeyPath, locate: Locate): ConfigProblem[] {
  const store = valueAt(written, [...path, 'store'])
  const stores = namesAt(written, 'stores')
  if (typeof store !== 'string' || stores.includes(store)) return []
  return [
    problem([...path, 'store'], locate, {
      message: `there is no store ${JSON.stringify(store)}${didYouMean(store, stores)}`,
      fix: stores.length === 0 ? 'define it under stores' : `use one of ${stores.join(', ')}`,
    }),
  ]
}

function storeChoiceProblems(written: unknown, target: string, locate: Locate): ConfigProblem[] {
  const chosen = valueAt(written, ['targets', target, 'store']) ?? valueAt(written, ['defaults', 'store'])
  const stores = namesAt(written, 'stores')
  if (chosen !== undefined || stores.length < 2) return []
  return [
    problem(['targets', target, 'store'], locate, {
      message: 'is missing, and there are several stores',
      fix: `add store: ${stores[0]} here or under defaults`,
    }),
  ]
}

function retentionProblems(written: unknown, path: KeyPath, locate: Locate): ConfigProblem[] {
  const key = [...path, 'retention', 'minimumAge']
  const age = valueAt(written, key)
  const milliseconds = typeof age === 'string' ? parseDuration(age) : undefined
  if (milliseconds === undefined || milliseconds === 0 || milliseconds >= SAFE_MINIMUM_AGE_MS) return []
  const acknowledged = [path, ['defaults']].some(
    (place) => valueAt(written, [...place, 'retention', 'acknowledgeShortRetention']) === true,
  )
  if (acknowledged) return []
  return [
    problem(key, locate, {
      message: `must be at least 7d, not ${String(age)}`,
      fix: 'write 7d or more, or add acknowledgeShortRetention: true beside it',
    }),
  ]
}

interface Fault {
  readonly message: string
  readonly fix: string
}

function problem(path: KeyPath, locate: Locate, fault: Fault): ConfigProblem {
  return { code: 'config-invalid', location: locate(path), path: pathText(path), ...fault }
}

function namesAt(written: unknown, section: string): string[] {
  const entries = property(written, section)
  return typeof entries === 'object' && entries !== null && !Array.isArray(entries)
    ? Object.keys(entries)
    : []
}

function valueAt(written: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>(property, written)
}
