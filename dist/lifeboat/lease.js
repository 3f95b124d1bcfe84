import { i as isLifeboatError } from "./errors.js";
import { d as literal, g as string, h as strictObject } from "../dependencies/zod.js";
import { t as KEYS } from "./manifest.js";
import { t as canonicalBytes } from "./canonical.js";
import { t as readObject } from "./read-object.js";
import { c as instant } from "./base-schema.js";
import { t as putOnce } from "./put-once.js";
import { hostname } from "node:os";
// src/backup/lease.ts
const leaseSchema = strictObject({
	format: literal("lifeboat-lease/1"),
	host: string(),
	/** By the store's clock; whoever reads longer is not waited for. */
	expiresAt: instant
});
/**
* Tells prune that a run reads a backup until it is disposed of, or until the run's time is over where the login may not remove.
* A login that may not write reads without one, which its record says.
*/
async function takeLease(job, request) {
	const { bases = [], backupId } = request;
	const leases = new AsyncDisposableStack();
	for (const id of /* @__PURE__ */ new Set([backupId, ...bases])) leases.use(await leaseOne(job, {
		...request,
		backupId: id
	}));
	return leases;
}
async function leaseOne({ store, target, removeLease }, { backupId, timeoutMs, log }) {
	const key = KEYS.lease(target.name, backupId, log.id);
	try {
		const expiresAt = new Date((await store.now()).getTime() + timeoutMs).toISOString();
		await putOnce(store, key, canonicalBytes({
			format: "lifeboat-lease/1",
			host: hostname(),
			expiresAt
		}));
	} catch (error) {
		if (!isLifeboatError(error) || error.code === "cancelled") throw error;
		log.limitation(`No lease could be written, so that prune does not know that backup ${backupId} is read.`);
		return { [Symbol.asyncDispose]: async () => {} };
	}
	return { [Symbol.asyncDispose]: async () => removeLease?.(key).catch(() => {}) };
}
/** The leases below a prefix that hold at `now`, those that cannot be understood among them. */
async function liveLeases(store, prefix, now) {
	return (await readLeases(store, prefix)).filter((lease) => !isExpired(lease, now));
}
function isExpired({ expiresAt }, now) {
	return expiresAt !== void 0 && Date.parse(expiresAt) < now.getTime();
}
/** Every lease below a prefix. */
async function readLeases(store, prefix) {
	const leases = [];
	for await (const { key } of store.list(prefix)) {
		const content = await contentOf(store, key);
		if (content === void 0) continue;
		const backupId = key.split("/").at(-2) ?? "";
		const expiresAt = expiryOf(content);
		leases.push({
			key,
			backupId,
			...expiresAt === void 0 ? {} : { expiresAt }
		});
	}
	return leases;
}
/** Undefined for one that was removed since it was listed. */
async function contentOf(store, key) {
	try {
		return (await readObject(store, key)).toString("utf8");
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
function expiryOf(content) {
	try {
		return leaseSchema.parse(JSON.parse(content)).expiresAt;
	} catch {
		return;
	}
}
/** In words: why a leased backup stays. */
function describeLease({ key, expiresAt }) {
	return expiresAt === void 0 ? `${key} is no lease that can be read` : `leased until ${expiresAt} (${key})`;
}
export { takeLease as a, readLeases as i, isExpired as n, liveLeases as r, describeLease as t };
