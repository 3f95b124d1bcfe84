import { t as readRecords } from "./read-records.js";
import { t as judgeCopy } from "./judge-copy.js";
// src/evidence/read-judgements.ts
/** The newest verifications and drills of a target, published or not, oldest first. */
function readJudgements({ backupIds, ...search }) {
	return readRecords({
		...search,
		known: backupIds
	}, ["verification", "drill"]);
}
// src/status/judge-copies.ts
/** What verifications and drills, oldest first, say of each backup: the newest verdict wins. */
function judgeCopies(judgements) {
	const copies = /* @__PURE__ */ new Map();
	for (const record of judgements) {
		if (record.backup === void 0) continue;
		const { id } = record.backup;
		copies.set(id, judgeCopy(copies.get(id) ?? {}, record));
	}
	return copies;
}
export { readJudgements as n, judgeCopies as t };
