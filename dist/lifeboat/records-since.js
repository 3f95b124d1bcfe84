import { r as isId } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
// src/evidence/records-since.ts
/** Ids, newest first, of the records in a store from a time on: only the folders of that month and later ones are listed. */
async function recordsSince(store, since) {
	const first = since?.toISOString().slice(0, 7) ?? "";
	const ids = [];
	for await (const year of store.listFolders(KEYS.records())) {
		if (year < first.slice(0, 4)) continue;
		for await (const month of store.listFolders(`${KEYS.records()}${year}/`)) {
			if (`${year}-${month}` < first) continue;
			for await (const { key } of store.list(`${KEYS.records()}${year}/${month}/`)) ids.push(idOf(key));
		}
	}
	return ids.filter(isId).toSorted().toReversed();
}
function idOf(key) {
	return key.slice(key.lastIndexOf("/") + 1, -5);
}
export { recordsSince as t };
