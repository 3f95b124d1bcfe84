import { t as readRecords } from "./read-records.js";
// src/evidence/read-pruned.ts
/** Prune records read at most where only the newest are asked for. */
const MOST_READ = 200;
/** The last time there is. */
const EVER = /* @__PURE__ */ new Date(864e13);
/** What prune removed of a target since a time, by backup; newest records win. Records that cannot be trusted excuse nothing. */
async function readPruned(sources, search) {
	const newest = search.complete === true ? {} : { newest: MOST_READ };
	const all = {
		...sources,
		...search,
		...newest,
		until: EVER,
		warn: () => void 0
	};
	return prunedBy(await readRecords(all, ["prune"]), sources.store.name);
}
/** What these records say was removed from a store. */
function prunedBy(records, store) {
	const pruned = /* @__PURE__ */ new Map();
	for (const record of records.filter((each) => each.store === store).toSorted(byEnd)) {
		const gone = record.applied ? "removed" : "planned";
		for (const { id } of record.kept) pruned.delete(id);
		for (const { result, ...dropped } of record.dropped) if (result !== gone) pruned.delete(dropped.id);
		else pruned.set(dropped.id, {
			...dropped,
			store,
			record: record.id,
			at: record.finishedAt
		});
	}
	return pruned;
}
function byEnd(a, b) {
	return Date.parse(a.finishedAt) - Date.parse(b.finishedAt) || Number(a.applied) - Number(b.applied);
}
export { readPruned as n, prunedBy as t };
