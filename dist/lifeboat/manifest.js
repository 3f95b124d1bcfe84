// src/core/manifest.ts
/** The layout of a store; names do not leak what a database holds. */
const KEYS = {
	volume: (target, id, index) => `data/${target}/${id}/${pad(index.part)}.${pad(index.volume)}`,
	/** Below it names are the server's own, so that they may be of any form. */
	tree: (target, id, part) => `data/${target}/${id}/${pad(part)}.tree/`,
	data: (target, id) => `data/${target}/${id}/`,
	dataAll: (target) => `data/${target}/`,
	manifest: (target, id) => `manifests/${target}/${id}.json`,
	manifests: (target) => `manifests/${target}/`,
	started: (target, id) => `started/${target}/${id}.json`,
	startedAll: (target) => `started/${target}/`,
	lease: (target, backupId, runId) => `leases/${target}/${backupId}/${runId}.json`,
	leases: (target, backupId) => `leases/${target}/${backupId}/`,
	leasesAll: (target) => `leases/${target}/`,
	record: (id) => `evidence/${id.slice(0, 4)}/${id.slice(4, 6)}/${id}.json`,
	records: () => "evidence/",
	slot: (target, kind, scheduledFor) => `slots/${target}/${kind}/${scheduledFor}`,
	slots: (target) => `slots/${target}/`,
	policy: (target, sequence) => `policies/${target}/${String(sequence).padStart(6, "0")}.json`,
	policies: (target) => `policies/${target}/`
};
function pad(index) {
	return String(index).padStart(4, "0");
}
export { KEYS as t };
