import { PerformanceObserver } from "node:perf_hooks";
import process from "node:process";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
// src/runtime/small-heap.ts
/**
* Has V8 hold little memory in a program that streams, for which buffers outside the heap count most. The young generation does not
* grow, which saves 40 MB; and buffers count as a part of the heap, within a bound of their own.
*/
function keepHeapSmall() {
	setYoungGrowth(1);
	countBuffersAsHeap();
	boundBuffers();
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
/**
* How many bytes of buffers may lie about. V8 takes what lived at its last look as the measure of how much may grow until the next:
* where the machine is busy it finds ever more alive, and buffers of 100 MB pile up in an hour.
*/
const PILE_BYTES = 33554432;
const LOOK_MS = 50;
/** Collects what V8 lets pile up; where that much is in use, about once in a second. */
function boundBuffers() {
	setFlagsFromString("--expose-gc");
	const collect = runInNewContext("gc");
	let bound = PILE_BYTES;
	setInterval(() => {
		bound = Math.max(PILE_BYTES, .98 * bound);
		if (process.memoryUsage().arrayBuffers < bound) return;
		setFlagsFromString("--no-concurrent-array-buffer-sweeping");
		collect();
		setFlagsFromString("--concurrent-array-buffer-sweeping");
		bound = 1.5 * process.memoryUsage().arrayBuffers;
	}, LOOK_MS).unref();
}
let eager = 0;
/**
* For rows that pass as objects, until it is disposed. It lets the heap grow by little only before it is collected, since they leave
* 80 MB of garbage otherwise: that costs processor time, and much of it where buffers pass, so it is not for all. And it gives the
* young generation room for the rows under way, which it would carry over into the old one otherwise.
*/
function collectEagerly() {
	eager += 1;
	setGrowth(EAGER_GROWTH_PERCENT);
	growYoungGeneration();
	return { [Symbol.dispose]: () => {
		eager -= 1;
		if (eager === 0) setGrowth(growth);
	} };
}
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
export { keepHeapSmall as n, collectEagerly as t };
