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

/** Waits for the relay's word that it has connected; false when it ended without. */
export async function isConnected({ output }: FarConnection): Promise<boolean> {
  for (;;) {
    const first = output.read(1) as Buffer | null
    if (first !== null) return first[0] === CONNECTED
    if (output.readableEnded || output.destroyed) return false
    await Promise.race([once(output, 'readable'), once(output, 'end'), once(output, 'close')]).catch(
      () => undefined,
    )
  }
}
