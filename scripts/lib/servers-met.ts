import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Which kinds of servers each suite met, as lines to print. */
export function describeServersMet(run: string): string[] {
  const file = join(run, 'servers-met.tsv')
  if (!existsSync(file)) return ['met no servers']
  const lines = [...new Set(readFileSync(file, 'utf8').trim().split('\n'))].toSorted(byText)
  const bySuite = Map.groupBy(
    lines.map((line) => line.split('\t')),
    ([suite]) => suite,
  )
  return [...bySuite].map(([suite, kinds]) => `${suite} met: ${kinds.map(([, kind]) => kind).join(', ')}`)
}

function byText(one: string, other: string): number {
  return one.localeCompare(other, 'en')
}
