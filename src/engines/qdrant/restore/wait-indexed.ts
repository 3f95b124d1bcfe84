import { setTimeout as sleep } from 'node:timers/promises'
import { LifeboatError } from '../../../core/errors.ts'
import { encode, type QdrantClient } from '../client.ts'
import { countPoints, readInfo } from '../collections.ts'

const POLL_MS = 100

/** Waits until a restored collection says the same count twice with nothing left to apply; returns the count. */
export async function waitUntilReadable(client: QdrantClient, collection: string): Promise<number> {
  for (let last = -1; ;) {
    const waiting = (await readInfo(client, collection)).update_queue?.length ?? 0
    const count = await countPoints(client, collection)
    if (waiting === 0 && count === last) return count
    last = waiting === 0 ? count : -1
    await sleep(last === count ? 0 : POLL_MS)
  }
}

/** Waits until the optimizers are done. Throws `load-failed` when they report an error. */
export async function waitUntilIndexed(client: QdrantClient, collection: string): Promise<void> {
  for (;;) {
    const { status } = await readInfo(client, collection)
    if (status === 'green') return
    if (status === 'red') throw broken(collection)
    // Grey is a collection whose optimizers wait for the next write; an empty change wakes them.
    if (status === 'grey') {
      const path = `/collections/${encode(collection)}`
      await client.call({
        method: 'PATCH',
        path,
        what: 'start the optimizers',
        body: { optimizers_config: {} },
      })
    }
    await sleep(POLL_MS)
  }
}

function broken(collection: string): LifeboatError {
  return new LifeboatError({
    code: 'load-failed',
    what: `the optimizers of the restored collection ${JSON.stringify(collection)} failed`,
    fix: "see the server's log",
  })
}
