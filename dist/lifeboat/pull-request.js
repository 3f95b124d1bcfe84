import { readFileSync } from "node:fs";
// src/config/pull-request.ts
/** Only who may write to the repository starts these, whatever their payload says. */
const OWN = /* @__PURE__ */ new Set([
	"",
	"schedule",
	"workflow_dispatch",
	"repository_dispatch",
	"push"
]);
const OF_A_PULL_REQUEST = /^(pull_request|workflow_run|merge_group)/;
/**
* Whether the code and the configuration of this run may be those of a pull request, whoever opened it: also in the queue before
* its merge, for a comment on it, and for what follows another workflow. Without a payload every event is that others may cause.
*/
function isOfPullRequest(environment) {
	const name = environment["GITHUB_EVENT_NAME"] ?? "";
	const payload = readPayload(environment);
	if (payload === void 0) return !OWN.has(name);
	const { pull_request, workflow_run, issue } = payload;
	return [
		pull_request,
		workflow_run,
		issue?.pull_request
	].some((part) => part !== void 0) || OF_A_PULL_REQUEST.test(name);
}
/** The file that the platform names; undefined when it cannot be read. */
function readPayload({ GITHUB_EVENT_PATH: path }) {
	if (path === void 0 || path === "") return void 0;
	try {
		const payload = JSON.parse(readFileSync(path, "utf8"));
		return typeof payload === "object" && payload !== null ? payload : void 0;
	} catch {
		return;
	}
}
export { readPayload as n, isOfPullRequest as t };
