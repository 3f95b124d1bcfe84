import { t as pLimit } from "../dependencies/p-limit.js";
import { t as cancelled } from "./cancelled.js";
// src/runtime/each-or-stop.ts
/**
* Works on a few at a time; `step` is given what ends it. The first failure stops the others, and is thrown when they have stopped:
* nothing is under way any more when this ends. Throws `cancelled`.
*/
async function eachOrStop(items, { atOnce, signal, failed = new AbortController() }, step) {
	const either = AbortSignal.any([signal, failed.signal]);
	const failures = [];
	const run = async (item) => {
		if (either.aborted) return void 0;
		try {
			return await step(item, either);
		} catch (error) {
			failures.push(error);
			failed.abort(error);
			return;
		}
	};
	const done = await pLimit(Math.max(1, atOnce)).map(items, run);
	if (signal.aborted) throw cancelled(signal);
	if (failed.signal.aborted) throw failures[0] ?? failed.signal.reason;
	return done;
}
export { eachOrStop as t };
