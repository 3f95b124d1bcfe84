import { isLifeboatError } from '../../../core/errors.ts'

const NOISE = /^(Files: \d+\/\d+|\s*$|Run with '--verbose'|(Load|Dump|Print metadata) failed for databases)/

/** Why `neo4j-admin` failed, in its own words and without the progress that it prints. */
export function programWords(error: unknown): string {
  if (!isLifeboatError(error)) return error instanceof Error ? error.message : String(error)
  const lines = (error.why ?? '').split(/[\r\n]+/).filter((line) => !NOISE.test(line))
  return [...new Set(lines.map(withoutTime))].join('; ') || error.message
}

/** `2026-11-21 17:47:40.930+0000 ERROR [o.n.c.d.DumpCommand] ` says nothing that the rest does not. */
function withoutTime(line: string): string {
  return line.replace(/^\S+ \S+ (INFO|WARN|ERROR)\s+(\[\S+\] )?/, '')
}
