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
	const newest = records.findLast(isConclusive) ?? records.findLast(({ outcome }) => outcome !== "cancelled");
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
/** A later drill that could not run does not take back what one before it found. */
function isConclusive({ outcome, verdicts }) {
	const { reconciliation, integrity } = verdicts;
	return outcome === "succeeded" || outcome === "failed" || [reconciliation, integrity].includes("breached");
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
	const { reconciliation, integrity } = newest?.verdicts ?? {};
	if (reconciliation === "breached" || integrity === "breached") return EXIT.bad;
	return rto === "breached" ? EXIT.breached : EXIT.done;
}
export { groupStatus };
