import { i as isLifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { n as parseRecord } from "./record-schema.js";
import { t as readObject } from "./read-object.js";
import { a as readClaim, r as recentMonths, t as listClaims } from "./read-claims.js";
// src/slots/recent-durations.ts
/** As many runs as a median needs. */
const MOST_RUNS = 9;
/** How long the last scheduled runs of a target took, in milliseconds; those that could not run or were cancelled say nothing. */
async function recentDurations(search) {
	const { store } = search;
	const newest = (await listClaims(search, recentMonths(search.now))).toSorted((a, b) => b.time - a.time).slice(0, MOST_RUNS);
	const ids = /* @__PURE__ */ new Set();
	for (const { key } of newest) ids.add((await readClaim(store, key)).recordId);
	return (await Promise.all([...ids].map((id) => durationOf(store, id)))).filter((duration) => duration !== void 0);
}
async function durationOf(store, id) {
	try {
		const parsed = parseRecord(await readObject(store, KEYS.record(id)));
		if ("complaint" in parsed) return void 0;
		const { outcome, durationMs } = parsed.record;
		return outcome === "succeeded" || outcome === "failed" ? durationMs : void 0;
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
export { recentDurations };
