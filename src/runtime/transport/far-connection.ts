import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { CONNECTED } from './relay-script.ts'

/** One connection that a relay made on the far side. */
export interface FarConnection {
  readonly input: Writable
  readonly output: Readable
  /** After the end of the output: the relay's exit code, or undefined when it broke off. */
  readonly exitCode: () => Promise<number | undefined>
  readonly stderr: () => string
  close(): void
}

/** A far side that drops what is sent to it says nothing at all. */
const CONNECT_MS = 60_000

/** Waits for the relay's word that it has connected; false when it ended without, was not heard in time, or was told to stop. */
export async function isConnected({ output }: FarConnection, stop?: AbortSignal): Promise<boolean> {
  const late = AbortSignal.timeout(CONNECT_MS)
  const signal = stop === undefined ? late : AbortSignal.any([stop, late])
  while (!signal.aborted) {
    const first = output.read(1) as Buffer | null
    if (first !== null) return first[0] === CONNECTED
    if (output.readableEnded || output.destroyed) return false
    const heard = ['readable', 'end', 'close'].map((event) => once(output, event, { signal }))
    await Promise.race(heard).catch(() => undefined)
  }
  return false
}
