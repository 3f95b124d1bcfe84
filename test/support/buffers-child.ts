import { setTimeout as wait } from 'node:timers/promises'
import { keepHeapSmall } from '../../src/runtime/small-heap.ts'

/** Lets buffers pass after many were in use at once, and prints how many bytes of them lay about at most (MiB). */
keepHeapSmall()

const MIB = 1024 * 1024
const PIECE_BYTES = 64 * 1024

// What lived when V8 looked last is its measure of how much may grow.
let used: Buffer[] | undefined = Array.from({ length: 2000 }, () => Buffer.alloc(PIECE_BYTES))
await wait(100)
used = undefined

let atMost = 0
const window: Buffer[] = []
for (let turn = 0; turn < 2200; turn += 1) {
  for (let piece = 0; piece < 16; piece += 1) {
    window.push(Buffer.alloc(PIECE_BYTES))
    // Old enough for the old generation.
    if (window.length > 200) window.shift()
  }
  await wait(1)
  if (turn > 1600) atMost = Math.max(atMost, process.memoryUsage().arrayBuffers / MIB)
}
console.log(JSON.stringify({ atMost: Math.round(atMost), used }))
