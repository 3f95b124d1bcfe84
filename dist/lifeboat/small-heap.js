import { setFlagsFromString } from "node:v8";
// src/runtime/small-heap.ts
/**
* Keeps the young generation from growing, which saves 40 MB: what flows through is buffers outside the heap, freed when it is
* collected.
*/
function keepYoungGenerationSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
}
/** How much the heap, buffers included, may grow until V8 looks through all of it. */
const GROWTH_PERCENT = 150;
const EAGER_GROWTH_PERCENT = 30;
let growth = 0;
/**
* Lets buffers count as a part of the heap and not by a limit of their own, 64 MB, at which V8 looks through all of the heap: a
* stream of a gigabyte passes that limit a hundred times, and a third of its processor time went there. The memory stays about the same.
*/
function countBuffersAsHeap() {
	setFlagsFromString("--external-memory-accounted-in-global-limit");
	growth = GROWTH_PERCENT;
	setGrowth(growth);
}
let eager = 0;
/**
* Lets the heap grow by little only before it is collected, until it is disposed: rows that pass as objects leave 80 MB of garbage
* otherwise. It costs processor time, and much of it where buffers pass, so it is not for all.
*/
function collectEagerly() {
	eager += 1;
	setGrowth(EAGER_GROWTH_PERCENT);
	return { [Symbol.dispose]: () => {
		eager -= 1;
		if (eager === 0) setGrowth(growth);
	} };
}
function setGrowth(percent) {
	setFlagsFromString(`--heap-growing-percent=${percent}`);
}
export { countBuffersAsHeap as n, keepYoungGenerationSmall as r, collectEagerly as t };
