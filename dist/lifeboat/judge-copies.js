import { n as EXIT, t as ERROR_CODES } from "./errors.js";
import { r as isId } from "./identifiers.js";
// src/compliance/judge-copy.ts
/** What a copy is worth after one more record: the newest verdict wins, but only a proof what a drill or a restore found. */
function judgeCopy(before, record) {
	const verdict = verdictOf(record);
	if (verdict === "none") return before;
	const foundInUse = before.bad !== void 0 && before.bad.kind !== "verification";
	if (verdict === "bad") return foundInUse && record.kind === "verification" ? before : { bad: record };
	if (record.kind === "drill" && record.proven) return { proof: record };
	return foundInUse || record.kind === "restore" ? before : withoutBad(before);
}
function withoutBad({ proof }) {
	return proof === void 0 ? {} : { proof };
}
/**
* Failures that say nothing about the copy: a comparison that notices nothing, and what may be the destination's doing. A fingerprint
* that is broken in the copy itself, a verification and a drill find too.
*/
const SAYS_NOTHING = {
	verification: /* @__PURE__ */ new Set(),
	drill: /* @__PURE__ */ new Set(["drill-invalid"]),
	restore: /* @__PURE__ */ new Set([
		"content-different",
		"fingerprint-malformed",
		"load-failed"
	])
};
/** What a record says of the copy that it looked at. */
function verdictOf({ kind, error }) {
	if (error === void 0) return "good";
	const exitCode = error.code in ERROR_CODES ? ERROR_CODES[error.code] : EXIT.unexpected;
	if (exitCode === EXIT.breached) return "good";
	return exitCode === EXIT.bad && !SAYS_NOTHING[kind].has(error.code) ? "bad" : "none";
}
// src/compliance/judge-copies.ts
/**
* What verifications, drills and restores, oldest first, say of each backup: the newest verdict wins. What an increment's files say of the
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
function ownersOf({ target, backup, error, ...record }) {
	const failed = ("checks" in record ? record.checks : []).filter(({ result }) => result === "failed").map(({ name }) => name);
	const owners = [error?.message ?? "", ...failed].flatMap((text) => [...text.matchAll(DATA_KEY)]).flatMap(([, of, id]) => of === target && id !== void 0 ? [id] : []);
	const trees = failed.flatMap((name) => name.split(" of ").slice(1).filter(isId));
	return new Set([...owners, ...trees].filter((id) => id !== backup?.id));
}
const DATA_KEY = /\bdata\/([^/\s]+)\/([^/\s]+)\//g;
export { judgeCopies as t };
