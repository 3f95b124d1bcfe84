import { a as line, c as seconds, i as duration, n as bytes, o as plural, s as recordLines } from "./lines.js";
// src/cli/output/describe-backup.ts
/** A backup record as a person reads it. */
function describeBackup(record) {
	return [
		headline(record),
		...facts(record),
		...recordLines(record)
	].join("\n");
}
function headline({ target, outcome, backup, durationMs, error }) {
	const but = error === void 0 ? "" : `, BUT ${error.message}`;
	if (backup !== void 0) return `${target}: backup ${backup.id} taken in ${duration(durationMs)}${but}`;
	return `${target}: NO BACKUP was taken (${outcome})`;
}
function facts(record) {
	const { server, consistency, availableAt, fingerprint } = record;
	const lines = [];
	if (server !== void 0) lines.push(line("source", `${server.address}, ${record.engine} ${server.version}`));
	if (consistency !== void 0) lines.push(line("consistent", `at ${seconds(consistency.fromAt)} (${consistency.kind})`));
	if (availableAt !== void 0) lines.push(line("stored", stored(record)));
	if (fingerprint !== void 0) {
		const { datasetCount, itemCount, origin, coverage } = fingerprint;
		lines.push(line("fingerprint", `${plural(datasetCount, "dataset")}, ${plural(itemCount, "item")} (from the ${origin}, ${coverage})`));
	}
	return lines;
}
function stored({ storedBytes = 0, delegatedBytes, volumeCount = 0, recipients, backup, availableAt = "" }) {
	const sealed = recipients.length === 0 ? "NOT encrypted" : `sealed for ${plural(recipients.length, "recipient")}`;
	const unsealed = delegatedBytes === void 0 ? "" : `, ${bytes(delegatedBytes)} of it written by the server and not sealed`;
	return `${bytes(storedBytes)} in ${plural(volumeCount, "volume")}, ${sealed}${unsealed}, in ${backup?.store ?? ""} since ${seconds(availableAt)}`;
}
/** A verification record as a person reads it. */
function describeVerification(record) {
	const { target, backup, outcome, verifiedBytes = 0, volumeCount = 0, anchor, grade } = record;
	const verdict = outcome === "succeeded" ? "verified" : "NOT VERIFIED";
	if (backup === void 0) return [`${target}: no backup was verified`, ...recordLines(record)].join("\n");
	return [
		`${target}: backup ${backup.id} ${verdict}${grade === void 0 ? "" : ` (grade ${grade})`}`,
		line("read", `${bytes(verifiedBytes)} in ${plural(volumeCount, "volume")}, ${openingWords(record)}`),
		line("anchor", ANCHOR_WORDS[anchor]),
		...recordLines(record)
	].join("\n");
}
/** Grade 1 is what parsing earns. */
function openingWords({ opened, grade }) {
	if (!opened) return "not opened";
	if (grade === 1) return "opened and parsed";
	return grade === 0 ? "opened, not parsed" : "opened";
}
const ANCHOR_WORDS = {
	ledger: "the published ledger holds its digest",
	store: "a record in the store holds its digest, not yet published: lifeboat collect",
	none: "no record holds its digest: unanchored"
};
export { describeBackup as n, describeVerification as r, ANCHOR_WORDS as t };
