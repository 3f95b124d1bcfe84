import { hkdfSync } from 'node:crypto'

/** The age payload (STREAM): chunks of 64 KiB, each sealed by ChaCha20-Poly1305. */
export const AGE_PAYLOAD = {
  cipher: 'chacha20-poly1305',
  chunkBytes: 64 * 1024,
  tagBytes: 16,
  nonceBytes: 16,
} as const

/** The key of one file's payload, from the file key and the nonce that follows the header. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', fileKey, nonce, 'payload', 32))
}

/** The nonce of a chunk: its number from 0 as 11 bytes, big-endian, and a byte that marks the last chunk. */
export function chunkNonce(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 5, 6)
  nonce[11] = isLast ? 1 : 0
  return nonce
}
