import { setFlagsFromString } from "node:v8";
// src/runtime/small-heap.ts
/**
* Keeps the young generation from growing, which saves 40 MB: what flows through is buffers outside the heap, freed when it is
* collected.
*/
function keepYoungGenerationSmall() {
	setFlagsFromString("--semi-space-growth-factor=1");
}
const EAGER_PERCENT = 100;
/** What V8 has when nobody says anything. */
const BY_ITSELF = 0;
let eager = 0;
/**
* Lets the heap grow by little only before it is collected, until it is disposed: rows that pass as objects leave 80 MB of garbage
* otherwise. It costs processor time, and much of it where buffers pass, so it is not for all.
*/
function collectEagerly() {
	eager += 1;
	setFlagsFromString(`--heap-growing-percent=${EAGER_PERCENT}`);
	return { [Symbol.dispose]: () => {
		eager -= 1;
		if (eager === 0) setFlagsFromString(`--heap-growing-percent=${BY_ITSELF}`);
	} };
}
export { keepYoungGenerationSmall as n, collectEagerly as t };
