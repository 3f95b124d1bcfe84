import { t as idTime } from "./identifiers.js";
import { n as readPruned } from "./read-pruned2.js";
// src/backup/find-pruned.ts
/**
* The prune record's word on a backup whose manifest is gone, undefined when it was not removed on purpose. Prune always leaves a
* newer backup, so that where none is listed its record excuses nothing: it may be forged.
*/
async function findPruned(sources, { target, id, manifestSha256 }, entries) {
	const at = idTime(id);
	if (at === void 0 || !entries.some((entry) => entry.at >= at)) return void 0;
	const pruned = (await readPruned(sources, {
		target,
		since: at,
		complete: true
	})).get(id);
	return manifestSha256 === void 0 || pruned?.manifestSha256 === manifestSha256 ? pruned : void 0;
}
export { findPruned as t };
