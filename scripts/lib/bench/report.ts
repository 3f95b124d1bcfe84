import { median, type Sample } from './measure.ts'

/** One row of a table of ratios. */
export interface Row {
  readonly name: string
  readonly against?: string
  /** The bound that the design sets, as text. */
  readonly bound?: string
}

/** A Markdown table: seconds (minimum, median, maximum), the ratio of medians, peak memory. */
export function ratioTable(samples: ReadonlyMap<string, readonly Sample[]>, rows: readonly Row[]): string {
  return [
    '| | seconds (min / median / max) | ratio | bound | peak RSS of the process |',
    '|---|---|---|---|---|',
    ...rows.map((row) => ratioRow(samples, row)),
  ].join('\n')
}

function ratioRow(samples: ReadonlyMap<string, readonly Sample[]>, { name, against, bound }: Row): string {
  const own = samples.get(name) ?? []
  const times = own.map(({ ms }) => ms / 1000)
  const spread = [Math.min(...times), median(times), Math.max(...times)]
    .map((time) => time.toFixed(2))
    .join(' / ')
  const other = against === undefined ? undefined : (samples.get(against) ?? []).map(({ ms }) => ms / 1000)
  const ratio = other === undefined ? '' : `${(median(times) / median(other)).toFixed(2)} × ${against}`
  const rss = Math.max(...own.map(({ peakRssBytes }) => peakRssBytes))
  return `| ${name} | ${spread} | ${ratio} | ${bound ?? ''} | ${Math.round(rss / 2 ** 20)} MiB |`
}
