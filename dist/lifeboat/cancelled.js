import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
// src/runtime/cancelled.ts
/** The error of a run that was told to stop. */
function cancelled(signal) {
	if (isLifeboatError(signal.reason)) return signal.reason;
	return new LifeboatError({
		code: "cancelled",
		what: "cancelled",
		cause: signal.reason
	});
}
/** Ends a stream when the run is told to stop; returns the stream, whose reader is told, however late it begins. */
function stopOnAbort(stream, signal) {
	const stop = () => void stream.destroy(cancelled(signal));
	if (signal.aborted) stop();
	signal.addEventListener("abort", stop);
	stream.on("error", () => void 0);
	return stream.once("close", () => signal.removeEventListener("abort", stop));
}
export { stopOnAbort as n, cancelled as t };
