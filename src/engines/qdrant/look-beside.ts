import type { ClientRequest } from 'node:http'
import { SILENCE_MS } from './silence.ts'

/**
 * Tells a server that is frozen from one that is busy with a long call: beside it a trifle is asked over and over, and `frozen` is
 * called when one stays without any answer. Returns what ends the watch.
 */
export function lookBeside(ask: () => ClientRequest, frozen: () => void): () => void {
  let pending: ClientRequest | undefined
  const watch = setInterval(() => {
    if (pending !== undefined) {
      frozen()
      return
    }
    const asked = ask()
    pending = asked
    const answered = (): void => {
      pending = undefined
    }
    asked.once('response', (answer) => {
      answered()
      answer.resume()
    })
    // Where the connection is at fault the call itself will tell.
    asked.on('error', answered)
    asked.end()
  }, SILENCE_MS)
  return () => {
    clearInterval(watch)
    pending?.destroy()
  }
}
