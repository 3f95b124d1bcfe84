import { n as EXIT, t as ERROR_CODES } from "./errors.js";
// src/compliance/judge-copy.ts
/** What a copy is worth after one more record: the newest verdict wins, but only a proof what a drill found. */
function judgeCopy(before, record) {
	const verdict = verdictOf(record);
	if (verdict === "none") return before;
	const foundByDrill = before.bad?.kind === "drill";
	if (verdict === "bad") return foundByDrill && record.kind === "verification" ? before : { bad: record };
	if (record.kind === "drill" && record.proven) return { proof: record };
	return foundByDrill ? before : withoutBad(before);
}
function withoutBad({ proof }) {
	return proof === void 0 ? {} : { proof };
}
/** What a record says of the copy that it looked at. */
function verdictOf({ error }) {
	if (error === void 0) return "good";
	const exitCode = error.code in ERROR_CODES ? ERROR_CODES[error.code] : EXIT.unexpected;
	if (exitCode === EXIT.breached) return "good";
	return exitCode === EXIT.bad && error.code !== "drill-invalid" ? "bad" : "none";
}
export { verdictOf as n, judgeCopy as t };
