import { createHash } from 'node:crypto'
import type { Fingerprint, FingerprintSpec, InventoryItem } from '../../core/fingerprint.ts'
import type { Contents } from './contents.ts'
import { Tally } from './tally.ts'

/** Of canonical values, so that it is the same in every version that can hold them. */
const METHOD = 'values/1'

/** The fingerprint of what a dump holds: one dataset for each database. */
export function fingerprintOf(contents: Contents, spec: Pick<FingerprintSpec, 'seed' | 'only'>): Fingerprint {
  const databases = [...contents.databases].filter(([, { sum }]) => sum.count > 0).sort(([a], [b]) => a - b)
  const wanted = spec.only === undefined ? databases : spec.only.map((name) => asked(contents, name))
  const functions = [...contents.functions].map(functionItem).sort(byName)
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'redis',
    comparableWithin: `redis ${METHOD}`,
    origin: 'artifact',
    seed: spec.seed,
    coverage: { kind: 'exact' },
    datasets: wanted.map(([number, { sum }]) => ({
      name: databaseName(number),
      kind: 'database',
      count: sum.count,
      digest: sum.total.toString(16).padStart(32, '0'),
      method: METHOD,
      rule: 'equal',
    })),
    leftOut: [],
    inventory: spec.only === undefined ? [...databases.flatMap(itemsOf), ...functions] : [],
    schema: {
      digest: hash(functions.map(({ name, value }) => `${name} ${value}`).join('\n')),
      method: 'functions/1',
    },
  }
}

/** A database that is asked for and holds nothing was looked at all the same. */
function asked({ databases }: Contents, name: string): readonly [number, Tally] {
  const number = Number(name.slice('db'.length))
  return [number, databases.get(number) ?? new Tally()]
}

export function databaseName(number: number): string {
  return `db${number}`
}

function itemsOf([number, { kinds, expiring, expiries }]: readonly [number, Tally]): InventoryItem[] {
  const name = databaseName(number)
  const types = [...kinds].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...types.map(([kind, count]): InventoryItem => ({
      kind: 'keys of a type',
      name: `${name} ${kind}`,
      value: String(count),
      rule: 'equal',
    })),
    {
      kind: 'expiries',
      name,
      value: `${expiring} keys, their instants sum up to ${expiries} ms`,
      rule: 'equal',
    },
  ]
}

/** A library says its own name in its first line. */
function functionItem(code: string): InventoryItem {
  const name = /\bname=(\S+)/.exec(code.split('\n', 1)[0] ?? '')?.[1] ?? 'unnamed'
  return { kind: 'function library', name, value: hash(code), rule: 'equal' }
}

function byName(a: InventoryItem, b: InventoryItem): number {
  return a.name < b.name ? -1 : 1
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
