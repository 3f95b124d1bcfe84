import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
// src/runtime/small-heap.ts
/**
* Has V8 hold little memory in a program that streams, for which buffers outside the heap count most. The young generation does not
* grow, which saves 40 MB; and buffers count as a part of the heap.
*/
function keepHeapSmall() {
	setYoungGrowth(1);
	countBuffersAsHeap();
}
/** How much the heap, buffers included, may grow until V8 looks through all of it. */
const GROWTH_PERCENT = 120;
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
let atOnce = 0;
/**
* For rows that pass as objects, until it is disposed. It lets the heap grow by little only before it is collected, since they leave
* 80 MB of garbage otherwise: that costs processor time, and much of it where buffers pass, so it is not for all. And it gives the
* young generation room for the rows under way, which it would carry over into the old one otherwise.
*/
function collectEagerly() {
	eager += 1;
	apply();
	growYoungGeneration();
	return { [Symbol.dispose]: () => {
		eager -= 1;
		apply();
	} };
}
/**
* For buffers that pass fast, until it is disposed: collections end before the program goes on. Beside it they come late where all
* cores are busy, and 50 MB pile up meanwhile. Not where objects pass, which V8 would then let fill all the memory there is.
*/
function collectAtOnce() {
	atOnce += 1;
	apply();
	return { [Symbol.dispose]: () => {
		atOnce -= 1;
		apply();
	} };
}
function apply() {
	setGrowth(eager > 0 ? EAGER_GROWTH_PERCENT : growth);
	const prefix = eager === 0 && atOnce > 0 ? "--no-" : "--";
	for (const flag of BESIDE) setFlagsFromString(prefix + flag);
}
/** What V8 does of a collection while the program runs. */
const BESIDE = [
	"incremental-marking",
	"concurrent-sweeping",
	"concurrent-array-buffer-sweeping"
];
/** Both halves of it. */
const YOUNG_BYTES = 4194304;
/** V8 takes its size at the start only; later it grows by itself after a collection, as far as it is let. */
function growYoungGeneration() {
	if (youngBytes() >= YOUNG_BYTES) return;
	setYoungGrowth(2);
	const observer = new PerformanceObserver(() => {
		if (youngBytes() < YOUNG_BYTES) return;
		setYoungGrowth(1);
		observer.disconnect();
	});
	observer.observe({ entryTypes: ["gc"] });
}
function youngBytes() {
	return getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? 0;
}
function setYoungGrowth(factor) {
	setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
function setGrowth(percent) {
	setFlagsFromString(`--heap-growing-percent=${percent}`);
}
export { collectEagerly as n, keepHeapSmall as r, collectAtOnce as t };
