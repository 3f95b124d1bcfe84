import { n as EXIT } from "./errors.js";
import { t as judgeDuration } from "./verdict.js";
import { t as readRecords } from "./read-records.js";
import { t as TOLERATED_SKEW_MS } from "./future.js";
// src/status/group-status.ts
/** Older drills say nothing about today. */
const LOOK_BACK_MS = 3456e7;
/** Reads the group's records where its source of truth has its own. */
async function groupStatus({ name, targets, rtoMs }, sources) {
	const { now } = sources;
	const records = await readRecords({
		...sources,
		target: name,
		since: /* @__PURE__ */ new Date(now.getTime() - LOOK_BACK_MS),
		until: new Date(now.getTime() + TOLERATED_SKEW_MS)
	}, ["groupDrill"]);
	const newest = newestTelling(records) ?? records.findLast(({ outcome }) => outcome !== "cancelled");
	const actualMs = newest?.rta?.measuredMs;
	const verdict = judgeDuration(actualMs, rtoMs);
	return {
		group: name,
		targets,
		...newest === void 0 ? {} : { drill: drillOf(newest, now) },
		rto: {
			verdict,
			...actualMs === void 0 ? {} : { actualMs },
			...rtoMs === void 0 ? {} : { objectiveMs: rtoMs }
		},
		exitCode: exitCodeOf(newest, verdict)
	};
}
/** A later drill that could not run, or that proved nothing, does not take back what one before it found. */
function newestTelling(records) {
	const judging = records.findLast((record) => ["good", "bad"].includes(judge(record)));
	if (judging !== void 0 && judge(judging) === "bad") return judging;
	return records.findLast((record) => judge(record) !== "none");
}
/** What a drill says of the group, as `judgeCopy` takes what one says of a copy. */
function judge({ outcome, error, verdicts }) {
	if ([verdicts.reconciliation, verdicts.integrity].includes("breached")) return "bad";
	if (outcome === "succeeded" || error?.code === "objective-breached") return "good";
	if (error?.code === "finding-open") return "open";
	return outcome === "failed" && error?.code !== "drill-invalid" ? "bad" : "none";
}
function drillOf(record, now) {
	const { id, startedAt, outcome, proven, verdicts, instants } = record;
	return {
		id,
		startedAt,
		ageMs: Math.max(0, now.getTime() - Date.parse(startedAt)),
		outcome,
		proven,
		reconciliation: verdicts.reconciliation,
		...instants === void 0 ? {} : { skewMs: instants.skewMs }
	};
}
function exitCodeOf(newest, rto) {
	const judged = newest === void 0 ? "none" : judge(newest);
	if (judged === "bad") return EXIT.bad;
	return judged === "open" || rto === "breached" ? EXIT.breached : EXIT.done;
}
export { groupStatus };
