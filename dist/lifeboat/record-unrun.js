import { i as isLifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { t as beginJob } from "./target-job.js";
import { t as writeRecord } from "./write-record.js";
// src/slots/record-unrun.ts
/**
* Accounts for a claimed time whose run ended with `error` before it could leave a record, so that the time does not look as if
* somebody were still at it. A run that left its record, or has none to leave because the store takes none, is left alone.
*/
async function recordUnrun(job, kind, error) {
	if (isLifeboatError(error, "evidence-undelivered")) return;
	if (await job.store.head(KEYS.record(job.recordId)) !== void 0) return;
	await writeRecord(job.store, UNRUN[kind](beginJob(job).finish(error), job));
}
const UNRUN = {
	backup: (base) => ({
		...base,
		kind: "backup",
		recipients: []
	}),
	verify: (base) => ({
		...base,
		kind: "verification",
		anchor: "none",
		opened: false,
		checks: []
	}),
	drill: (base, { engine }) => ({
		...base,
		kind: "drill",
		plan: "",
		selection: {
			method: "latest",
			candidates: 0
		},
		anchor: "none",
		highestGrade: engine.capabilities.highestGrade,
		proven: false,
		checks: [],
		verdicts: {
			rto: "notMeasured",
			rpo: "notMeasured",
			integrity: "notMeasured",
			overall: "notMeasured"
		},
		summary: {
			drill_timestamp: base.startedAt,
			backup_age_minutes: null,
			restore_duration_minutes: null,
			rpo_compliant: null,
			rto_compliant: null,
			status: base.outcome === "cancelled" ? "cancelled" : "could_not_run"
		}
	}),
	prune: (base, { store }) => ({
		...base,
		kind: "prune",
		store: store.name,
		applied: true,
		kept: [],
		dropped: []
	}),
	check: (base) => ({
		...base,
		kind: "check",
		findings: [],
		verdicts: {
			claimed: "notMeasured",
			proven: "notMeasured"
		}
	})
};
export { recordUnrun };
