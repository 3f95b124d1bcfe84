import { PerformanceObserver } from "node:perf_hooks";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";
// src/runtime/small-heap.ts
/** What V8 does of a collection while the program runs. */
const BESIDE = [
	"incremental-marking",
	"concurrent-sweeping",
	"concurrent-array-buffer-sweeping"
];
/**
* Has V8 hold little memory in a program that streams, for which buffers outside the heap count most. The young generation does not
* grow, which saves 40 MB. Collections end before the program goes on: beside it they come late where all cores are busy, and 50 MB
* pile up meanwhile. And buffers count as a part of the heap.
*/
function keepHeapSmall() {
	setYoungGrowth(1);
	collectBeside(false);
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
/**
* For rows that pass as objects, until it is disposed. It lets the heap grow by little only before it is collected, since they leave
* 80 MB of garbage otherwise: that costs processor time, and much of it where buffers pass, so it is not for all. And it gives the
* young generation room for the rows under way, which it would carry over into the old one otherwise.
*/
function collectEagerly() {
	eager += 1;
	collectBeside(true);
	setGrowth(EAGER_GROWTH_PERCENT);
	growYoungGeneration();
	return { [Symbol.dispose]: () => {
		eager -= 1;
		if (eager > 0) return;
		collectBeside(false);
		setGrowth(growth);
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
function collectBeside(beside) {
	for (const flag of BESIDE) setFlagsFromString(beside ? `--${flag}` : `--no-${flag}`);
}
function setYoungGrowth(factor) {
	setFlagsFromString(`--semi-space-growth-factor=${factor}`);
}
function setGrowth(percent) {
	setFlagsFromString(`--heap-growing-percent=${percent}`);
}
export { keepHeapSmall as n, collectEagerly as t };
