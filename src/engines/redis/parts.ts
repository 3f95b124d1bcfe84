/** The dump of a server that is alone. */
export const DUMP = 'dump.rdb'

/** The dump of one slot owner of a cluster. */
export function shardDump(index: number): string {
  return `dump-${String(index).padStart(3, '0')}.rdb`
}

/** The dumps among the parts of a backup. */
export function dumpsOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.endsWith('.rdb')).sort()
}
