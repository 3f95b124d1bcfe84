import { t as readRecords } from "./read-records.js";
// src/evidence/read-judgements.ts
/** The verifications, drills and restores of a target since a time, published or not, oldest first. */
function readJudgements({ backupIds, ...search }) {
	return readRecords({
		...search,
		known: backupIds
	}, [
		"verification",
		"drill",
		"restore"
	]);
}
export { readJudgements as t };
