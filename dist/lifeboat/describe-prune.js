import { a as line, c as seconds, o as plural, r as columns, s as recordLines } from "./lines.js";
// src/cli/output/describe-prune.ts
/** A plan that was not applied, as a person reads it. */
function describePrunePlan(target, { decisions, findings }) {
	const advice = decisions.some(({ keep }) => !keep) ? "; --apply removes them" : "";
	return [
		`${target}: ${droppedOf(decisions)} would be removed${advice}`,
		...tableOf(decisions),
		...findingLines(findings)
	].join("\n");
}
/** What a prune run did, as a person reads it. */
function describePrune(record, plan) {
	const { target, dropped, kept } = record;
	const count = (result) => dropped.filter((each) => each.result === result).length;
	const left = dropped.length - count("removed");
	const rest = left === 0 ? "" : `, ${left} that should have been ${left === 1 ? "is" : "are"} NOT`;
	return [
		`${target}: ${count("removed")} of ${plural(dropped.length + kept.length, "backup")} removed${rest}`,
		...tableOf(plan?.decisions ?? []),
		...recordLines(record)
	].join("\n");
}
/** What stays and what goes, newest first, with the reasons. */
function describePlan(decisions) {
	const rows = decisions.toReversed().map(({ backup, keep, reasons }) => [
		keep ? "keep" : "drop",
		backup.id,
		seconds(backup.at),
		reasons.join("; ")
	]);
	return columns([
		"",
		"backup",
		"whole since",
		"because"
	], rows);
}
/** `2 of 5 backups`. */
function droppedOf(decisions) {
	return `${decisions.filter(({ keep }) => !keep).length} of ${plural(decisions.length, "backup")}`;
}
function tableOf(decisions) {
	return decisions.length === 0 ? [] : [describePlan(decisions)];
}
function findingLines(findings) {
	return findings.map((text) => line("finding", text));
}
export { describePrune, describePrunePlan };
