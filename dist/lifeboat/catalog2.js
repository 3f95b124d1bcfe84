import { t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
// src/backup/catalog.ts
/** All backups of a target, oldest first, from one listing of their manifests and no further request. */
async function listBackups(store, target) {
	const entries = [];
	for await (const object of store.list(KEYS.manifests(target))) {
		const entry = toEntry(target, object);
		if (entry !== void 0) entries.push(entry);
	}
	return entries.sort(byTime);
}
/** The entry of a stored manifest; undefined for what is none. */
function toEntry(target, object) {
	const id = object.key.slice(KEYS.manifests(target).length, -5);
	const at = idTime(id);
	if (at === void 0 || object.key !== KEYS.manifest(target, id)) return void 0;
	return {
		target,
		id,
		at,
		manifestKey: object.key,
		manifestBytes: object.bytes,
		writtenAt: object.modifiedAt
	};
}
function byTime(a, b) {
	return a.at.getTime() - b.at.getTime() || a.writtenAt.getTime() - b.writtenAt.getTime();
}
export { toEntry as n, listBackups as t };
