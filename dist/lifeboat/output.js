import { t as ora } from "../dependencies/ora.js";
import { t as prettyBytes } from "../dependencies/pretty-bytes.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { n as describeFailure } from "./describe-error.js";
// src/cli/output/progress.ts
const REDRAW_MS = 100;
/** One moving line on a terminal (bytes, rate, time left); only warnings where nobody watches. */
function createProgress(stream) {
	return stream.isTTY ? movingLine(stream) : warningsOnly(stream);
}
function warningsOnly(stream) {
	return {
		report: (event) => {
			if (event.event === "warning") stream.write(`warning: ${event.message}\n`);
			if (event.event === "failure") stream.write(`${event.target}: ${describeFailure(event)}\n`);
		},
		interrupt: (write) => {
			write();
		},
		end: () => void 0
	};
}
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
	else pause(spinner, () => spinner[event.event === "warning" ? "warn" : "info"](event.message));
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
// src/cli/output/output.ts
function createOutput(json, host) {
	return json ? jsonOutput(host) : humanOutput(host);
}
function jsonOutput(host) {
	const line = (value) => {
		host.stdout.write(`${JSON.stringify(value)}\n`);
	};
	const last = (result) => line({
		event: "result",
		...result
	});
	return {
		reporter: { report: (event) => line({ ...event }) },
		say: (text) => line({
			event: "notice",
			message: text
		}),
		result: last,
		failure: last
	};
}
function humanOutput(host) {
	const progress = createProgress(host.stderr);
	return {
		reporter: progress,
		say: (text) => progress.interrupt(() => host.stderr.write(`${text}\n`)),
		result: (_result, text) => {
			progress.end();
			host.stdout.write(text === "" ? "" : `${text}\n`);
		},
		failure: (_result, text) => {
			progress.end();
			host.stderr.write(`${text}\n`);
		}
	};
}
export { createOutput as t };
