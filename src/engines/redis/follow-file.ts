import { open } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const CHUNK_BYTES = 256 * 1024
const POLL_MS = 5

/**
 * Reads a file while it is being written, up to its end once `finished` has resolved; `cut` says how many of its last
 * bytes do not belong to it, at most `held` of them. Rejects when `finished` does.
 */
export async function* followFile(
  path: string,
  writing: { readonly finished: Promise<unknown>; readonly held: number; readonly cut: () => number },
): AsyncGenerator<Buffer> {
  let done = false
  const end = writing.finished.then(() => {
    done = true
  })
  end.catch(() => undefined)
  let held = Buffer.alloc(0)
  await using file = await open(path, 'r')
  for (;;) {
    const last = done
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES)
    if (bytesRead > 0) {
      const all = Buffer.concat([held, buffer.subarray(0, bytesRead)])
      const ready = Math.max(0, all.length - writing.held)
      held = all.subarray(ready)
      if (ready > 0) yield all.subarray(0, ready)
    } else if (last) {
      const rest = held.subarray(0, held.length - writing.cut())
      if (rest.length > 0) yield rest
      return
    } else {
      await Promise.race([end, wait(POLL_MS)])
    }
  }
}
