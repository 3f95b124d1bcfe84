import { t as ora } from "../dependencies/ora.js";
import { t as prettyBytes } from "../dependencies/pretty-bytes.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { t as escapeControlCharacters } from "./control-characters.js";
import { n as describeFailure } from "./describe-error.js";
// src/cli/output/progress.ts
const REDRAW_MS = 100;
/** One moving line on a terminal: bytes, rate, time left. */
function movingLine(stream) {
	const spinner = ora({
		stream,
		discardStdin: false,
		interval: REDRAW_MS
	});
	const phase = {
		name: "",
		startedMs: performance.now()
	};
	return {
		report: (event) => show(event, spinner, phase),
		interrupt: (write) => pause(spinner, write),
		end: () => {
			spinner.stop();
		}
	};
}
function show(event, spinner, phase) {
	if (event.event === "phase") {
		phase.name = event.target === void 0 ? event.name : `${event.target}: ${event.name}`;
		phase.startedMs = performance.now();
		spinner.start(phase.name);
	} else if (event.event === "progress") spinner.start(`${phase.name} ${event.name} ${progressText(event, performance.now() - phase.startedMs)}`);
	else if (event.event === "failure") pause(spinner, () => spinner.fail(`${event.target}: ${describeFailure(event)}`));
	else {
		const told = event.event === "warning" ? "warn" : "info";
		pause(spinner, () => spinner[told](escapeControlCharacters(event.message)));
	}
}
function pause(spinner, write) {
	const { isSpinning, text } = spinner;
	if (isSpinning) spinner.stop();
	write();
	if (isSpinning) spinner.start(text);
}
/** `245 MB, 31 MB/s, 4s left`; the time left only where the total is known. */
function progressText(event, elapsedMs) {
	const rate = elapsedMs > 0 ? event.bytes * 1e3 / elapsedMs : 0;
	const parts = [prettyBytes(event.bytes), `${prettyBytes(Math.round(rate))}/s`];
	if (event.totalBytes !== void 0 && rate > 0) {
		const leftMs = Math.max(0, event.totalBytes - event.bytes) * 1e3 / rate;
		parts[0] = `${prettyBytes(event.bytes)} of ${prettyBytes(event.totalBytes)}`;
		parts.push(`${prettyMilliseconds(leftMs, { compact: true })} left`);
	}
	return parts.join(", ");
}
export { movingLine };
