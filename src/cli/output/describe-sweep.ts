import { line } from './lines.ts'

/** What was removed here and at each target, one line each. */
export function describeSweep(local: readonly string[], distant: string): string {
  const lines = [...removedLines(local), ...distant.split('\n').filter((text) => text.trim() !== '')]
  return lines.length === 0 ? 'nothing to sweep' : lines.join('\n')
}

/** `  removed      …` for each of them. */
export function removedLines(removed: readonly string[]): readonly string[] {
  return removed.map((text) => line('removed', text))
}
