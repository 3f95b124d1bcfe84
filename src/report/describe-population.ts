import type { Population, Slot, SlotState } from '../compliance/population.ts'
import { blocks, code, table } from './markdown.ts'
import { duration, KIND_WORDS, moment } from './words.ts'

const STATE_WORDS: Readonly<Record<SlotState, string>> = {
  executed: 'executed',
  late: 'late',
  failed: '**failed**',
  cancelled: 'cancelled',
  missed: '**missed**',
  pending: 'pending',
}

/** How many runs were expected and what became of them, by kind. */
export function describeCounts({ counts }: Population): string {
  const head = [
    'expected',
    'executed',
    'late',
    'failed',
    'cancelled',
    'missed',
    'pending',
    'superseded',
    'unexpected',
  ] as const
  return table(
    ['runs', ...head],
    counts.map((count) => [KIND_WORDS[count.kind], ...head.map((state) => String(count[state]))]),
  )
}

/** Every expected run that was not executed in time. */
export function describeExceptions({ slots }: Population): string {
  const exceptions = slots.filter(({ state }) => state !== 'executed')
  return table(
    ['run', 'scheduled for (UTC)', 'state', 'began after', 'record', 'SHA-256'],
    exceptions.map((slot) => {
      const run = slot.runs.find(({ superseded }) => !superseded)
      return [
        slot.kind,
        moment(slot.scheduledFor),
        STATE_WORDS[slot.state],
        duration(slot.slippageMs),
        run === undefined ? noticed(slot) : code(run.id),
        code(run?.sha256.slice(0, 12)),
      ]
    }),
  )
}

function noticed({ noticedBy }: Slot): string {
  return noticedBy === undefined ? 'none' : `none; noticed by ${code(noticedBy)}`
}

/** Everything about the runs of a period. */
export function describePopulation(population: Population): string {
  const exceptions = describeExceptions(population)
  const { unexpected } = population
  return blocks([
    '### Population: what was expected and what became of it',
    population.counts.length === 0
      ? 'No policy record says what was expected, and nothing ran.'
      : describeCounts(population),
    ...(exceptions === '' ? [] : ['Not executed in time:', exceptions]),
    ...(unexpected.length === 0 ? [] : ['Runs that no schedule in force had asked for:']),
    table(
      ['run', 'began', 'why', 'outcome', 'record', 'SHA-256'],
      unexpected.map(({ kind, startedAt, reason, outcome, id, sha256 }) => [
        kind,
        moment(startedAt),
        reason === 'manual' ? 'by hand' : 'its time is in no schedule then in force',
        outcome,
        code(id),
        code(sha256.slice(0, 12)),
      ]),
    ),
  ])
}
