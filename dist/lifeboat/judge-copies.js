import { r as isId } from "./identifiers.js";
import { t as readRecords } from "./read-records.js";
import { n as verdictOf, t as judgeCopy } from "./judge-copy.js";
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
* backup that they lie in counts for that one too, until either of them is found good again; it takes back nothing that was said
* of that one itself.
*/
function judgeCopies(judgements) {
	const copies = /* @__PURE__ */ new Map();
	const copyOf = (id) => {
		const copy = copies.get(id) ?? {
			own: {},
			inherited: /* @__PURE__ */ new Map()
		};
		copies.set(id, copy);
		return copy;
	};
	for (const record of judgements) {
		if (record.backup === void 0) continue;
		const { id } = record.backup;
		const copy = copyOf(id);
		copy.own = judgeCopy(copy.own, record);
		if (verdictOf(record) === "bad") for (const owner of ownersOf(record)) inherit(copyOf(owner), id, record);
		else {
			for (const by of copy.inherited.keys()) inherit(copy, by, record);
			for (const other of copies.values()) if (other.inherited.has(id)) inherit(other, id, record);
		}
	}
	return new Map([...copies].map(([id, copy]) => [id, joined(copy)]));
}
function inherit({ inherited }, by, record) {
	inherited.set(by, judgeCopy(inherited.get(by) ?? {}, record));
}
/** A proof of an increment proves no other backup. */
function joined({ own, inherited }) {
	const bad = own.bad ?? [...inherited.values()].findLast((judged) => judged.bad !== void 0)?.bad;
	return bad === void 0 ? own : { bad };
}
/** Other backups of the target whose files a record found bad. */
function ownersOf({ target, backup, error, checks }) {
	const failed = checks.filter(({ result }) => result === "failed").map(({ name }) => name);
	const owners = [error?.message ?? "", ...failed].flatMap((text) => [...text.matchAll(DATA_KEY)]).flatMap(([, of, id]) => of === target && id !== void 0 ? [id] : []);
	const trees = failed.flatMap((name) => name.split(" of ").slice(1).filter(isId));
	return new Set([...owners, ...trees].filter((id) => id !== backup?.id));
}
const DATA_KEY = /\bdata\/([^/\s]+)\/([^/\s]+)\//g;
export { readJudgements as n, judgeCopies as t };
