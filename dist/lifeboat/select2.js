import { r as LifeboatError } from "./errors.js";
import { n as datetime } from "../dependencies/zod.js";
import { r as isId } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as findAnchor } from "./anchors2.js";
import { n as toEntry, t as listBackups } from "./catalog2.js";
import { n as lostManifest, t as findLost } from "./find-lost2.js";
import { t as findPruned } from "./find-pruned.js";
// src/backup/select.ts
const rfc3339 = datetime({ offset: true });
/**
* Finds one backup of a target by `latest`, its id, its manifest's key (also with what precedes it in the store), or a time:
* `2024-01-15-14-30-00` (UTC) or RFC 3339, which choose the newest one begun at or before it. Ids are exact to the second, so a
* backup begun within that very second counts as begun at it. Throws `backup-unknown`, which names the nearest there is, and
* `manifest-absent` when records say that the one meant was there: an older one is never taken instead of it.
*/
async function selectBackup(sources, target, selector) {
	const { store } = sources;
	const id = idOf(target, selector);
	if (id !== void 0) return selectById(sources, target, id);
	const until = selector === "latest" ? Number.POSITIVE_INFINITY : parseTime(selector);
	if (until === void 0) throw notUnderstood(target, selector);
	const entries = await listBackups(store, target);
	const found = entries.findLast(({ at }) => at.getTime() <= until);
	const lost = await findLost(sources, {
		target,
		entries,
		found,
		until
	});
	if (lost !== void 0) throw lostManifest(lost, {
		target,
		store: store.name,
		found
	});
	if (found === void 0) throw unknown({
		store,
		target,
		entries
	}, selector, entries[0]);
	return found;
}
function idOf(target, selector) {
	if (isId(selector)) return selector;
	const [, keyTarget, id] = /(?:^|\/)manifests\/(.+)\/([^/]+)\.json$/.exec(selector) ?? [];
	return keyTarget === target && id !== void 0 && isId(id) ? id : void 0;
}
async function selectById(sources, target, id) {
	const { store } = sources;
	const object = await store.head(KEYS.manifest(target, id));
	const entry = object === void 0 ? void 0 : toEntry(target, object);
	if (entry !== void 0) return entry;
	const entries = await listBackups(store, target);
	const near = nearest(entries, id);
	const { anchor, manifestSha256 } = await findAnchor(target, id, sources);
	const pruned = await findPruned(sources, {
		target,
		id,
		manifestSha256
	}, entries);
	if (pruned !== void 0) throw prunedOnPurpose(pruned, target);
	if (anchor !== "none") throw lostManifest({
		id,
		anchor
	}, {
		target,
		store: store.name,
		found: near
	});
	throw unknown({
		store,
		target,
		entries
	}, id, near);
}
/** Milliseconds since 1970, or undefined when the text is no time. */
function parseTime(text) {
	const dashed = /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})$/.exec(text);
	const written = dashed === null ? text : `${dashed[1]}T${dashed[2]}:${dashed[3]}:${dashed[4]}Z`;
	return rfc3339.safeParse(written).success ? Date.parse(written) : void 0;
}
/** Ids sort by time, so the last one before is the nearest older one. */
function nearest(entries, id) {
	return entries.findLast((entry) => entry.id < id) ?? entries[0];
}
function prunedOnPurpose({ id, store, record, at, reasons }, target) {
	return new LifeboatError({
		code: "backup-unknown",
		what: `backup ${id} of ${target} was removed from store ${store} on purpose`,
		why: `prune ${record} removed it at ${at}: ${reasons.join("; ")}`,
		fix: `choose another one: lifeboat list ${target}`
	});
}
function unknown({ store, target, entries }, selector, near) {
	return new LifeboatError({
		code: "backup-unknown",
		what: near === void 0 ? `store ${store.name} holds no backup of ${target}` : `no backup of ${target} in store ${store.name} is ${selector}`,
		...near === void 0 ? { fix: `take one: lifeboat backup ${target}` } : {
			why: `the nearest of ${entries.length} is ${near.id}`,
			fix: `lifeboat list ${target} shows them all`
		}
	});
}
function notUnderstood(target, selector) {
	return new LifeboatError({
		code: "backup-unknown",
		what: `${selector} names no backup of ${target}`,
		why: "it is neither latest, an id, a key of one of its manifests, nor a time",
		fix: `write a time as 2024-01-15-14-30-00 or 2024-01-15T14:30:00Z, or see lifeboat list ${target}`
	});
}
export { selectBackup as t };
