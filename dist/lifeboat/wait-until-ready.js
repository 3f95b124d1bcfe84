import { r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { setTimeout } from "node:timers/promises";
// src/runtime/question-answer.ts
/** The key that a row of an SQL answer gives; `example` is a query that gives such rows. Throws `plan-invalid`. */
function keyOf(row, example) {
	const [value] = row;
	if (row.length === 1 && value !== void 0 && value !== null) return value;
	throw new LifeboatError({
		code: "plan-invalid",
		what: row.length === 1 ? "the query gave a key that is NULL" : `the query must give one column of keys; this gave ${row.length}`,
		fix: `rewrite the query, for instance: ${example}`
	});
}
/** The one value of an SQL answer; `how` completes `rewrite the query of the check, for instance`. Throws `usage-invalid`. */
function onlyValue(rows, how) {
	const [row] = rows;
	const value = row?.[0];
	if (rows.length === 1 && row?.length === 1 && value !== void 0) return value;
	throw new LifeboatError({
		code: "usage-invalid",
		what: `a check must give one row with one column; this gave ${rows.length} rows of ${row?.length ?? 0} columns`,
		fix: `rewrite the query of the check, for instance ${how}`
	});
}
// src/runtime/wait-until-ready.ts
const READY_TIMES = 3;
const READY_EVERY_MS = 50;
const READY_WITHIN_MS = 6e4;
/**
* One answer may come from a server that is about to end or to start again; several in a row do not.
* Throws `sandbox-unavailable` or `sandbox-exhausted`.
*/
async function waitUntilReady(server, { clock, signal }) {
	const deadline = clock.monotonicMs() + READY_WITHIN_MS;
	for (let answers = 0, last; answers < READY_TIMES;) {
		if (signal.aborted) throw cancelled(signal);
		const exit = await server.machine.serverExit();
		if (exit !== void 0) throw didNotStart(server, {
			...exit,
			cause: last
		});
		try {
			await server.answer();
			answers += 1;
		} catch (error) {
			if (clock.monotonicMs() > deadline) throw didNotStart(server, {
				log: String(error),
				outOfMemory: false,
				cause: error
			});
			answers = 0;
			last = error;
			await setTimeout(READY_EVERY_MS);
		}
	}
}
function didNotStart({ product }, { log, outOfMemory, cause }) {
	return new LifeboatError({
		code: outOfMemory ? "sandbox-exhausted" : "sandbox-unavailable",
		what: `the sandbox's ${product} server did not start`,
		why: log.trim().split("\n").slice(-5).join("; "),
		...outOfMemory ? { fix: "give the sandbox more memory" } : {},
		cause
	});
}
export { keyOf as n, onlyValue as r, waitUntilReady as t };
