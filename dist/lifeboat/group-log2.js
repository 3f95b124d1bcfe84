import { t as beginRun } from "./run-log.js";
import { t as TOOL_VERSION } from "./tool-version.js";
// src/groups/group-log.ts
/** Stands in records of groups where those of targets name an engine. */
const ENGINE = "group";
/** Starts the log of a run of a whole group; `job` is of any member. */
function beginGroup(name, { policy, context }, trigger) {
	return beginRun({
		project: policy.project,
		target: name,
		engine: ENGINE,
		policyDigest: policy.digest,
		disclosure: policy.disclosure,
		toolVersion: TOOL_VERSION,
		trigger,
		context
	});
}
export { beginGroup as t };
