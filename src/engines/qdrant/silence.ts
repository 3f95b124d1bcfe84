import type { IncomingMessage } from 'node:http'
import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type Peer } from './connection.ts'

/** A server that has never answered: a frozen one is connected to by its kernel. */
export const FIRST_ANSWER_MS = 15_000
/** Of a server that answers a small question, or is sending something. */
export const SILENCE_MS = 60_000
/** Of a server that reads many points before it answers. */
export const READING_MS = 600_000

/** The server has not answered anything yet. */
export function neverAnswered(peer: Peer): LifeboatError {
  return new LifeboatError({
    code: 'server-unreachable',
    what: `qdrant at ${addressOf(peer)}: the server did not answer within ${FIRST_ANSWER_MS / 1000} s`,
    fix: 'check host, port, firewall, and that the server runs',
  })
}

/** The server has answered before. */
export function fellSilent(peer: Peer, forMs: number): LifeboatError {
  return new LifeboatError({
    code: 'connection-lost',
    what: `the connection to qdrant at ${addressOf(peer)} was lost`,
    why: `the server was silent for ${forMs / 1000} s`,
    fix: "see the server's log, then run again",
  })
}

/** Ends an answer of which nothing comes any more; a reader that is slower than the server does not count. */
export function endWhenSilent(answer: IncomingMessage, peer: Peer): void {
  let seen = answer.socket.bytesRead
  const watch = setInterval(() => {
    const received = answer.socket.bytesRead
    if (received === seen && answer.readableLength === 0 && !answer.complete)
      answer.destroy(fellSilent(peer, SILENCE_MS))
    seen = received
  }, SILENCE_MS)
  answer.once('close', () => clearInterval(watch))
}
