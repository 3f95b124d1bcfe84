const HEADER_BYTES = 8
const STDERR = 2

/**
 * Splits a container engine's attached stream into its two outputs: yields stdout, hands stderr to `onStderr`.
 * Waits for its reader, so that memory stays bounded. Throws when the stream ends within a frame.
 */
export async function* splitDockerFrames(
  source: AsyncIterable<Uint8Array>,
  onStderr: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  let header = Buffer.alloc(0)
  let left = 0
  let stderr = false
  for await (const chunk of source) {
    let rest = chunk
    while (rest.length > 0) {
      if (left === 0) {
        const wanted = HEADER_BYTES - header.length
        header = Buffer.concat([header, rest.subarray(0, wanted)])
        rest = rest.subarray(wanted)
        if (header.length < HEADER_BYTES) continue
        stderr = header[0] === STDERR
        left = header.readUInt32BE(4)
        header = Buffer.alloc(0)
        continue
      }
      const content = rest.subarray(0, left)
      rest = rest.subarray(content.length)
      left -= content.length
      if (stderr) onStderr(content)
      else yield content
    }
  }
  if (left > 0 || header.length > 0) throw new Error('the connection to the container engine was cut')
}
