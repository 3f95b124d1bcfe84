import { t as ANCHOR_WORDS } from "./describe-backup2.js";
import { a as line, c as seconds, l as verdictText, r as columns, s as recordLines } from "./lines.js";
// src/cli/output/describe-drill.ts
const SHOWN_DIFFERENCES = 20;
/** A drill record as a person reads it: the verdict first, then what was proven, then what was not. */
function describeDrill(record) {
	return [
		headline(record),
		...source(record),
		...sandbox(record),
		...comparison(record),
		...checks(record),
		...integrity(record),
		line("RTO", verdictText(record.verdicts.rto, record.rta?.measuredMs, record.rta?.objectiveMs)),
		line("RPO", verdictText(record.verdicts.rpo, record.rpa?.ageMs, record.rpa?.objectiveMs)),
		...recordLines(record)
	].join("\n");
}
function headline(record) {
	const { target, backup, outcome, proven, grade, highestGrade, error, verdicts } = record;
	const id = backup?.id ?? "(none selected)";
	const reached = grade === void 0 ? "" : `, grade ${grade}`;
	if (outcome === "succeeded" || DONE.has(error?.code)) {
		const word = proven ? "PROVEN" : "drilled, but not proven";
		const late = error !== void 0 && [verdicts.rto, verdicts.rpo].includes("breached") ? ", but an objective was BREACHED" : "";
		return `${target}: backup ${id} ${word}${reached} (highest for this engine: ${highestGrade.grade})${late}`;
	}
	return `${target}: the drill of backup ${id} ${OUTCOME_WORDS[outcome]}${reached}`;
}
const DONE = /* @__PURE__ */ new Set(["objective-breached", "finding-open"]);
const OUTCOME_WORDS = {
	failed: "FAILED: the copy is bad",
	couldNotRun: "COULD NOT RUN: nothing was proven",
	cancelled: "was cancelled: nothing was proven"
};
function source({ backup, consistency, anchor, selection }) {
	return [
		...consistency === void 0 ? [] : [line("holds", `the data of ${seconds(consistency.fromAt)} (${consistency.kind})`)],
		line("selected", backup === void 0 ? `nothing: ${selection.method} was asked for` : chosenFrom(selection)),
		line("anchor", ANCHOR_WORDS[anchor])
	];
}
function chosenFrom({ method, candidates, seed }) {
	return `${method} of ${candidates} backups${seed === void 0 ? "" : `, seed ${seed}`}`;
}
function sandbox({ sandbox: place }) {
	if (place === void 0) return [];
	const gone = place.destroyed ? "destroyed" : "NOT DESTROYED: run lifeboat sweep";
	return [line("sandbox", `${place.description}, ${place.isolation}, egress ${place.egress}, ${gone}`)];
}
function comparison({ comparison: compared, negativeControl }) {
	const lines = [];
	if (compared !== void 0) {
		const { equalCount, datasetCount, inventoryCount, inventoryDifferences, schemaEqual, origin } = compared;
		const items = compared.datasets.reduce((sum, { actualCount = 0 }) => sum + actualCount, 0);
		const word = origin === "source" ? "equal to the source" : "reproducible (the fingerprint is from the artifact)";
		lines.push(line("datasets", `${equalCount} of ${datasetCount} ${word}, ${items} items counted`));
		lines.push(line("objects", `${inventoryCount - inventoryDifferences.length} of ${inventoryCount} equal, schema ${schemaEqual ? "equal" : "DIFFERENT"}`));
		const found = [...compared.datasets.filter(({ result }) => result !== "equal").map(({ kind, name, result }) => `${kind} ${name}: ${result}`), ...inventoryDifferences];
		lines.push(...found.slice(0, SHOWN_DIFFERENCES).map((text) => line("difference", text)));
		if (found.length > SHOWN_DIFFERENCES) lines.push(line("difference", `and ${found.length - SHOWN_DIFFERENCES} more, in the record`));
	}
	if (negativeControl !== void 0) {
		const { change, dataset, detected, seed } = negativeControl;
		lines.push(line("control", `${change} in ${dataset}: ${detected ? "noticed" : "NOT NOTICED"} (seed ${seed})`));
	}
	return lines;
}
function checks({ checks: all }) {
	const passed = all.filter(({ result }) => result === "passed").length;
	const others = all.filter(({ result }) => result !== "passed");
	return [...all.length === 0 ? [] : [line("checks", `${passed} of ${all.length} passed`)], ...others.map(({ name, result, detail }) => line("check", `${name}: ${result}, ${detail}`))];
}
function integrity({ integrity: results }) {
	if (results === void 0) return [];
	const rows = results.map(({ rule, dataset = "-", columns: named = [], found, result, detail }) => [
		`  ${rule}`,
		dataset,
		named.length === 0 ? "-" : named.join(", "),
		found === void 0 ? "-" : String(found),
		detail,
		result === "failed" ? "FAILED" : result
	]);
	return [columns([
		"  integrity",
		"dataset",
		"columns",
		"found",
		"",
		"result"
	], rows)];
}
export { describeDrill };
