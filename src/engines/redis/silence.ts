/** Of a server that is asked for what it has at hand, or is sending something: one that makes a dump sends a line end every second. */
export const SILENCE_MS = 60_000
/** Of a server that may be building or freeing one value of half a gigabyte, and does nothing else meanwhile. */
export const WORKING_MS = 600_000
