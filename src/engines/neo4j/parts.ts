/** A graph as lines of JSON, zstd. */
export const GRAPH = 'graph.jsonl.zst'
/** Users, roles and privileges as far as the login sees them, as JSON; nothing is made of it by a restore. */
export const ACCESS = 'access.json'
