import { t as TOOL_VERSION } from "./tool-version.js";
import { t as beginRun } from "./run-log.js";
// src/evidence/target-job.ts
/** Starts the log of a job's run. */
function beginJob(job) {
	const { target, engine, policy, trigger, recordId: id, context, notes = [] } = job;
	const log = beginRun({
		...id === void 0 ? {} : { id },
		project: policy.project,
		target: target.name,
		engine: engine.name,
		policyDigest: policy.digest,
		disclosure: policy.disclosure,
		toolVersion: TOOL_VERSION,
		trigger,
		context
	});
	for (const sentence of notes) log.limitation(sentence);
	return log;
}
export { beginJob as t };
