/** Of a server that is pinged beside what it works on. */
export const SILENCE_MS = 60_000
