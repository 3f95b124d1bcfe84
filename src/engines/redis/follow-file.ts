import { open } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const CHUNK_BYTES = 512 * 1024
const POLL_MS = 25

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
  let at = 0
  await using file = await open(path, 'r')
  for (;;) {
    const last = done
    const { size } = await file.stat()
    const until = size - (last ? writing.cut() : writing.held)
    while (at < until) {
      const bytes = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, until - at))
      const { bytesRead } = await file.read(bytes, 0, bytes.length, at)
      at += bytesRead
      yield bytes.subarray(0, bytesRead)
    }
    if (last) return
    await Promise.race([end, wait(POLL_MS)])
  }
}
