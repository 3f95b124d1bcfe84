import { line } from './lines.ts'

/** What was done here and at each target, one line each. */
export function describeSweep(local: readonly string[], distant: string): string {
  const lines = [...removedLines(local), ...distant.split('\n').filter((text) => text.trim() !== '')]
  return lines.length === 0 ? 'nothing to sweep' : lines.join('\n')
}

/** `  swept        …` for each: what was removed, or a sentence of what was ended, dropped or started. */
export function removedLines(removed: readonly string[]): readonly string[] {
  return removed.map((text) => line('swept', text))
}
