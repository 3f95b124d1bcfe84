import { t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as listBackups } from "./catalog2.js";
import { t as findPruned } from "./find-pruned.js";
import { i as readLeases, n as isExpired } from "./lease.js";
import { t as readMarker } from "./started-marker.js";
// src/backup/sweep.ts
/**
* How long after a backup's deadline its volumes stay. A backup writes no manifest after the deadline, but the write that it began
* just before may still be on its way.
*/
const GRACE_MS = 36e5;
/** Data without a marker and a manifest is no run's that could still be at work when it is older than this. */
const ORPHAN_AGE_MS = 6048e5;
/**
* Removes what killed backups of a target left in a store: volumes and unfinished uploads of those past their deadline by the store's
* clock, and markers that are of no use any more. Nothing that a manifest names is touched; data that nothing explains is reported
* and left. Returns one sentence for each removal; running it again after an interruption completes it.
*/
async function sweepStore(sweep) {
	const { target, store } = sweep;
	const now = await store.now();
	const removed = [];
	for await (const { key } of store.list(KEYS.startedAll(target))) {
		sweep.context.signal.throwIfAborted();
		const marker = await readMarker(store, key);
		if (marker === void 0) warn(sweep, `${key} in store ${store.name} is no marker of a started backup; it was left`);
		else removed.push(...await sweepStarted(sweep, marker, now));
	}
	removed.push(...await removeUnfinishedWrites(sweep, now));
	removed.push(...await sweepOrphans(sweep, now));
	removed.push(...await sweepLeases(sweep, now));
	return removed;
}
async function sweepStarted(sweep, marker, now) {
	const { store } = sweep;
	const { target, id } = marker;
	const key = KEYS.started(target, id);
	if (await hasManifest(store, marker)) {
		await store.remove(key);
		return [`the marker of the finished backup ${id} of ${target} in store ${store.name}`];
	}
	if (now.getTime() <= Date.parse(marker.deadlineAt) + GRACE_MS) {
		const message = `the backup ${id} of ${target}, begun on ${marker.host}, may still be at work; it was left until an hour after ${marker.deadlineAt}`;
		sweep.context.reporter.report({
			event: "notice",
			message
		});
		return [];
	}
	const removed = await removeData(sweep, marker, now);
	await store.remove(key);
	return [`${removed} stored objects of the unfinished backup ${id} of ${target} in store ${store.name}, begun on ${marker.host} at ${marker.startedAt}`];
}
async function removeData(sweep, marker, now) {
	const { store, context } = sweep;
	const folder = KEYS.data(marker.target, marker.id);
	let removed = (await store.abortUploads(folder, now)).length;
	for (const key of await keysBelow(store, folder)) {
		context.signal.throwIfAborted();
		if (await hasManifest(store, marker)) {
			warn(sweep, `the backup ${marker.id} of ${marker.target} was completed after its deadline; verify it now`);
			return removed;
		}
		await store.remove(key);
		removed += 1;
	}
	return removed;
}
/** Small objects are written in moments, so that one begun before the grace is nobody's any more. */
async function removeUnfinishedWrites({ target, store }, now) {
	const startedBefore = /* @__PURE__ */ new Date(now.getTime() - GRACE_MS);
	const prefixes = [
		KEYS.startedAll(target),
		KEYS.manifests(target),
		KEYS.slots(target),
		KEYS.leasesAll(target),
		KEYS.records()
	];
	const removed = [];
	for (const prefix of prefixes) removed.push(...await store.abortUploads(prefix, startedBefore));
	return removed.map((key) => `the unfinished write of ${key} in store ${store.name}`);
}
async function hasManifest(store, { target, id }) {
	return await store.head(KEYS.manifest(target, id)) !== void 0;
}
/** Listed whole before the first removal, which could disturb a listing. */
async function keysBelow(store, folder) {
	const keys = [];
	for await (const { key } of store.list(folder)) keys.push(key);
	return keys;
}
/** Removes the data of backups that prune was removing when it was killed; names, and leaves, what nothing explains. */
async function sweepOrphans(sweep, now) {
	const { target, store } = sweep;
	const removed = [];
	for (const id of await orphans(sweep)) {
		const at = idTime(id);
		const pruned = at === void 0 ? void 0 : await findPruned({ store }, {
			target,
			id
		}, await listBackups(store, target));
		if (pruned !== void 0) {
			const count = await removeData(sweep, {
				target,
				id
			}, now);
			removed.push(`${count} stored objects of backup ${id} of ${target} in store ${store.name}, which prune ${pruned.record} was removing`);
		} else if (at === void 0 || now.getTime() - at.getTime() > ORPHAN_AGE_MS) warn(sweep, `${KEYS.data(target, id)} in store ${store.name} belongs to no backup; it was left`);
	}
	return removed;
}
async function sweepLeases(sweep, now) {
	const { target, store } = sweep;
	const removed = [];
	for (const lease of await readLeases(store, KEYS.leasesAll(target))) {
		if (lease.expiresAt === void 0) warn(sweep, `${lease.key} in store ${store.name} is no lease; it was left`);
		if (!isExpired(lease, now)) continue;
		await store.remove(lease.key);
		removed.push(`the expired lease ${lease.key} in store ${store.name}`);
	}
	return removed;
}
/** Names of folders of data that have neither a manifest nor a marker. */
async function orphans({ target, store }) {
	const known = /* @__PURE__ */ new Set();
	for (const prefix of [KEYS.manifests(target), KEYS.startedAll(target)]) for await (const { key } of store.list(prefix)) known.add(key.slice(prefix.length, -5));
	const names = [];
	for await (const id of store.listFolders(KEYS.dataAll(target))) if (!known.has(id)) names.push(id);
	return names;
}
function warn({ context }, message) {
	context.reporter.report({
		event: "warning",
		message
	});
}
export { sweepStore };
