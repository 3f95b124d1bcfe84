import { a as line, i as duration, l as verdictText, o as plural, s as recordLines } from "./lines.js";
// src/cli/output/describe-check.ts
/** A check record as a person reads it; `backups` is how many the store lists. */
function describeCheck(record, backups) {
	const { target, findings, claimed, proven, verdicts } = record;
	const listed = backups === void 0 ? "" : `, ${plural(backups, "backup")}`;
	return [
		`${target}: ${record.outcome === "succeeded" ? headline(findings.length) : "NOT CHECKED"}${listed}`,
		pointLine("claimed", claimed, verdictText(verdicts.claimed, void 0, void 0)),
		pointLine("proven", proven, verdictText(verdicts.proven, void 0, void 0)),
		...findings.map(({ code, severity, message }) => line(severity, `${message} [${code}]`)),
		...recordLines(record)
	].join("\n");
}
function headline(findings) {
	return findings === 0 ? "healthy" : plural(findings, "finding").toUpperCase();
}
function pointLine(label, point, verdict) {
	return line(label, point === void 0 ? `none: ${verdict}` : `${point.id}, ${duration(point.ageMs)} old: ${verdict}`);
}
export { describeCheck };
