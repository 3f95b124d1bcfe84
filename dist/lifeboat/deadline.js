import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
// src/backup/deadline.ts
/** Time for what was told to stop to end by itself: programs get SIGTERM, then SIGKILL, uploads are aborted. */
const STOPPING_MS = 3e4;
/** Node's timers hold no longer delay. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
/** Starts a deadline by the monotonic clock that `parent` can bring forward. `subject` names the work in the error `timed-out`. */
function startDeadline(subject, timeoutMs, parent) {
	const controller = new AbortController();
	const { signal } = controller;
	const stop = (reason) => controller.abort(reason);
	const onParent = () => stop(cancelled(parent));
	const timer = setTimeout(() => stop(timedOut(subject, timeoutMs)), Math.min(timeoutMs, LONGEST_TIMER_MS)).unref();
	if (parent.aborted) onParent();
	parent.addEventListener("abort", onParent);
	return {
		signal,
		stop,
		explain: (error) => signal.aborted ? signal.reason : error,
		bound: (work) => boundBy(signal, work),
		[Symbol.dispose]: () => {
			clearTimeout(timer);
			parent.removeEventListener("abort", onParent);
		}
	};
}
/** The error of work that took longer than it may. */
function timedOut(subject, timeoutMs) {
	return new LifeboatError({
		code: "timed-out",
		what: `${subject} was given up after ${prettyMilliseconds(timeoutMs)}`,
		fix: "find out what was slow, or allow it more time"
	});
}
async function boundBy(signal, work) {
	let timer;
	const { promise: patienceEnded, reject } = Promise.withResolvers();
	const onAbort = () => {
		timer = setTimeout(() => reject(signal.reason), STOPPING_MS);
	};
	if (signal.aborted) onAbort();
	signal.addEventListener("abort", onAbort);
	try {
		return await Promise.race([work, patienceEnded]);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener("abort", onAbort);
	}
}
export { timedOut as n, startDeadline as t };
