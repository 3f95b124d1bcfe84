import { t as pLimit } from "../dependencies/p-limit.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { n as canonicalDigest, t as canonicalBytes } from "./canonical.js";
import { t as readObject } from "./read-object.js";
import { n as parseRecord } from "./record-schema.js";
import { t as beginJob } from "./target-job.js";
import { t as writeRecord } from "./write-record.js";
// src/evidence/policy-record.ts
const READS_AT_ONCE = 8;
/**
* Every policy record of a target, oldest first, the last one saying what the configuration says now: appended when it differs.
* Of several runs that see one change at once one appends. Throws `record-altered` for what is no policy record.
*/
async function recordPolicy(job) {
	const recorded = await readPolicies(job.store, job.target.name);
	const newest = recorded.at(-1);
	if (newest === void 0 || !isPolicyOf(newest, job.target)) return append(job, recorded);
	if (await job.store.head(KEYS.record(newest.id)) === void 0) await writeRecord(job.store, newest);
	return recorded;
}
/** Every policy record of a target, oldest first. Throws `record-altered` for what is none. */
async function readPolicies(store, target) {
	const keys = [];
	for await (const { key } of store.list(KEYS.policies(target))) keys.push(key);
	return pLimit(READS_AT_ONCE).map(keys, (key) => readPolicy(store, key));
}
/** Whether a policy record says what the configuration says. */
function isPolicyOf(record, target) {
	return canonicalDigest(policyOf(record)) === canonicalDigest(policyOf(target));
}
async function append(job, recorded) {
	const record = {
		...beginJob(job).finish(),
		kind: "policy",
		...policyOf(job.target)
	};
	const key = KEYS.policy(job.target.name, recorded.length + 1);
	try {
		await job.store.put(key, canonicalBytes(record));
	} catch (error) {
		if (!isLifeboatError(error, "object-exists")) throw error;
		return recordPolicy(job);
	}
	await writeRecord(job.store, record);
	return [...recorded, record];
}
function policyOf({ schedule, timeZone, objectives, retention }) {
	return {
		schedule,
		timeZone,
		objectives,
		retention
	};
}
async function readPolicy(store, key) {
	const parsed = parseRecord(await readObject(store, key));
	if ("record" in parsed && parsed.record.kind === "policy") return parsed.record;
	throw new LifeboatError({
		code: "record-altered",
		what: `${key} in store ${store.name} is no policy record, so nobody can tell what was scheduled`,
		..."complaint" in parsed ? { why: parsed.complaint } : {},
		fix: "find out who wrote it; the records in evidence/ say what it was"
	});
}
export { isPolicyOf, readPolicies, recordPolicy };
