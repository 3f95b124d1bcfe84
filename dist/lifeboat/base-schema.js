import { a as array, c as exactOptional, d as literal, g as string, h as strictObject, l as int } from "../dependencies/zod.js";
// src/evidence/schema/base-schema.ts
/** Counts, milliseconds, bytes. */
const natural = int().nonnegative();
/** RFC 3339 in UTC; servers give up to nanoseconds. */
const instant = string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/);
const sha256 = string().regex(/^[0-9a-f]{64}$/);
const recordId = string().regex(/^\d{8}T\d{6}Z-[0-9a-z]{4,12}$/);
const anchor = literal([
	"ledger",
	"store",
	"none"
]);
const disclosure = literal([
	"full",
	"pseudonymous",
	"totals"
]);
const grade = literal([
	0,
	1,
	2,
	3,
	4,
	5,
	6,
	7
]);
const verdict = literal([
	"met",
	"breached",
	"notMeasured",
	"notComparable"
]);
const outcome = literal([
	"succeeded",
	"failed",
	"couldNotRun",
	"cancelled"
]);
const error = strictObject({
	code: string().min(1),
	message: string()
});
const workflowRun = strictObject({
	repository: string().min(1),
	workflowRef: string().min(1),
	event: string().min(1),
	runId: string().min(1),
	attempt: natural,
	url: string().min(1),
	actor: string().min(1)
});
const trigger = strictObject({
	kind: literal(["manual", "schedule"]),
	scheduledFor: exactOptional(instant),
	slippageMs: exactOptional(int()),
	missed: exactOptional(array(instant)),
	run: exactOptional(workflowRun)
});
/** What every record holds. */
const base = {
	format: literal("lifeboat-record/1"),
	id: recordId,
	project: string().min(1),
	target: string().min(1),
	engine: string().min(1),
	startedAt: instant,
	finishedAt: instant,
	durationMs: natural,
	outcome,
	error: exactOptional(error),
	trigger,
	policyDigest: sha256,
	toolVersion: string().min(1),
	phases: array(strictObject({
		name: string().min(1),
		durationMs: natural
	})),
	limitations: array(string())
};
strictObject(base);
const backupReference = strictObject({
	id: recordId,
	store: string().min(1),
	manifestKey: string().min(1),
	manifestSha256: sha256
});
const consistency = strictObject({
	kind: literal([
		"transactional",
		"perObject",
		"fuzzy"
	]),
	fromAt: instant,
	toAt: instant
});
const check = strictObject({
	name: string().min(1),
	result: literal([
		"passed",
		"failed",
		"skipped"
	]),
	detail: string()
});
export { consistency as a, instant as c, recordId as d, sha256 as f, check as i, natural as l, backupReference as n, disclosure as o, verdict as p, base as r, grade as s, anchor as t, outcome as u };
