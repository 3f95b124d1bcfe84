import { t as pRetry } from "../dependencies/p-retry.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
// src/evidence/branch/retry-moved.ts
const RETRY = {
	retries: 20,
	minTimeout: 50,
	maxTimeout: 2e3,
	factor: 1.5,
	randomize: true
};
/**
* Repeats a publication from the reading on, while others move the branch in between. Throws `evidence-undelivered` when that
* does not end.
*/
async function retryMoved(publish, { signal }) {
	try {
		return await pRetry(publish, {
			...RETRY,
			signal,
			shouldRetry: ({ error }) => isLifeboatError(error, "ledger-moved")
		});
	} catch (error) {
		if (!isLifeboatError(error, "ledger-moved")) throw error;
		throw new LifeboatError({
			code: "evidence-undelivered",
			what: `The evidence was not published: others moved the branch ${RETRY.retries + 1} times`,
			...error.why === void 0 ? {} : { why: error.why },
			fix: error.fix ?? "run collect again: the records are safe in the stores",
			cause: error
		});
	}
}
export { retryMoved as t };
