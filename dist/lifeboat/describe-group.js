import { n as idleRule } from "./group-limitations.js";
import { a as line, c as seconds, i as duration, l as verdictText, o as plural, r as columns, s as recordLines, t as VERDICT_WORDS } from "./lines.js";
// src/cli/output/describe-group.ts
/** A group's backups as a person reads them: whether they are whole, and how far apart. */
function describeGroupBackup(record) {
	const { target, members, whole, instants } = record;
	return [
		`${target}: ${`${members.filter(({ outcome, backup }) => outcome === "succeeded" && backup !== void 0).length} of ${plural(members.length, "member")} backed up`}${whole ? " together" : ": the group is NOT WHOLE"}`,
		line("order", members.map(({ target: name }) => name).join(", ")),
		...skew(instants),
		...recordLines(record)
	].join("\n");
}
/** A group's drill as a person reads it: the verdict first, then what each member and each rule showed. */
function describeGroupDrill(record) {
	const { members, instants, reconciliation, verdicts, rta } = record;
	return [
		headline(record),
		...members.map(({ target, outcome, proven, grade }) => {
			const reached = grade === void 0 ? "" : `, grade ${grade}`;
			return line("member", `${target}: ${proven ? "proven" : MEMBER_WORDS[outcome]}${reached}`);
		}),
		...skew(instants),
		...reconciliation.length === 0 ? [] : [rules(record)],
		line("reconciled", VERDICT_WORDS[verdicts.reconciliation]),
		line("RTO", verdictText(verdicts.rto, rta?.measuredMs, rta?.objectiveMs)),
		...recordLines(record)
	].join("\n");
}
const MEMBER_WORDS = {
	succeeded: "drilled, not proven",
	failed: "FAILED",
	couldNotRun: "could not run",
	cancelled: "cancelled"
};
function headline({ target, members, outcome, proven, error, verdicts }) {
	const count = plural(members.length, "member");
	if (outcome === "cancelled") return `${target}: the drill of ${count} was cancelled: nothing was proven together`;
	if (proven) return `${target}: ${count} restored side by side and PROVEN together${error === void 0 ? "" : ", but an objective was BREACHED"}`;
	if (verdicts.reconciliation === "breached") return `${target}: the drill of ${count} FAILED: the stores do not fit together`;
	return `${target}: ${count} NOT PROVEN together`;
}
function skew(instants) {
	if (instants === void 0) return [];
	const { earliestAt, latestAt, skewMs } = instants;
	return [line("captured", `from ${seconds(earliestAt)} to ${seconds(latestAt)}, ${duration(skewMs)} apart`)];
}
const RESULT_WORDS = {
	passed: "passed",
	failed: "FAILED",
	notRun: "NOT RUN"
};
function rules({ reconciliation, limitations }) {
	const rows = reconciliation.map((rule) => [
		rule.name,
		side(rule.truth),
		side(rule.derived),
		found(rule.missing, rule.tolerance.missing),
		found(rule.orphaned, rule.tolerance.orphaned),
		resultWords(rule, limitations)
	]);
	return columns([
		"  reconcile",
		"truth",
		"derived",
		"missing",
		"orphaned",
		"result"
	], rows.map(indented));
}
/** Sizes may be withheld, so only the limitations always tell that a rule had nothing to compare. */
function resultWords({ name, result, error }, limitations) {
	if (result === "passed" && limitations.includes(idleRule(name))) return "NOTHING COMPARED";
	return error === void 0 ? RESULT_WORDS[result] : `${RESULT_WORDS[result]} (${error})`;
}
function indented([first = "", ...rest]) {
	return [`  ${first}`, ...rest];
}
function side({ target, count }) {
	return count === void 0 ? target : `${target} ${count}`;
}
function found(count, tolerance) {
	const limit = limitWords(tolerance);
	return count === void 0 ? `? (${limit})` : `${count} (${limit})`;
}
function limitWords(tolerance) {
	if (tolerance === "any") return "any";
	return "keys" in tolerance ? `at most ${tolerance.keys}` : `at most ${tolerance.basisPoints}bp`;
}
export { describeGroupBackup, describeGroupDrill };
