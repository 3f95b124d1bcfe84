import { setFlagsFromString } from "node:v8";
// src/runtime/small-heap.ts
/** Has this process collect its garbage early: what flows through is buffers outside the heap, freed only when it is collected. */
function keepHeapSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
	setFlagsFromString("--heap-growing-percent=30");
}
export { keepHeapSmall as t };
