import { Readable } from 'node:stream'

/**
 * A byte stream of what `next` gives until it gives undefined. Unlike Node's own adapter it can be destroyed while a step is
 * pending; `stop` then ends that step.
 */
export function pullStream(next: () => Promise<Buffer | undefined>, stop: () => void): Readable {
  return new Readable({
    read() {
      next().then(
        (chunk) => this.push(chunk ?? null),
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, done) {
      stop()
      done(error)
    },
  })
}
