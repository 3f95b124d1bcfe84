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
/**
* What verifications and drills, oldest first, say of each backup: the newest verdict wins. What an increment's files say of the
* backup that they lie in counts for that one too, until they are found good again.
*/
function judgeCopies(judgements) {
	const copies = /* @__PURE__ */ new Map();
	for (const record of judgements) {
		if (record.backup === void 0) continue;
		const { id } = record.backup;
		const judged = judgeCopy(copies.get(id) ?? {}, record);
		copies.set(id, judged);
		if (judged.bad === record) for (const owner of ownersOf(record)) copies.set(owner, judgeCopy(copies.get(owner) ?? {}, record));
		else if (judged.bad === void 0) {
			for (const [other, { bad }] of copies) if (bad?.backup?.id === id) copies.set(other, {});
		}
	}
	return copies;
}
/** Other backups of the target whose files a record found bad. */
function ownersOf({ target, backup, error, checks }) {
	const failed = checks.filter(({ result }) => result === "failed").map(({ name }) => name);
	const owners = [error?.message ?? "", ...failed].flatMap((text) => [...text.matchAll(DATA_KEY)]).flatMap(([, of, id]) => of === target && id !== void 0 ? [id] : []);
	return new Set(owners.filter((id) => id !== backup?.id));
}
const DATA_KEY = /\bdata\/([^/\s]+)\/([^/\s]+)\//g;
export { readJudgements as n, judgeCopies as t };
