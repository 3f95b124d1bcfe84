import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { r as isId } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { n as parseRecord } from "./record-schema.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { t as readObject } from "./read-object.js";
// src/evidence/anchors.ts
/**
* Finds the record that vouches for a backup's manifest: the published one, else the store's own.
* Throws `record-altered` when a record is malformed or the two differ.
*/
async function findAnchor(target, backupId, { store, ledger }) {
	if (!isId(backupId)) return { anchor: "none" };
	const published = await ledger?.read(backupId);
	const stored = await readStored(store, backupId);
	if (published !== void 0 && stored !== void 0 && !Buffer.from(published).equals(stored)) throw altered(backupId, `the one in store ${store.name} differs from the published one`);
	const bytes = published ?? stored;
	if (bytes === void 0) return { anchor: "none" };
	const record = backupRecord(backupId, bytes);
	if (record?.backup === void 0 || record.target !== target) return { anchor: "none" };
	return {
		anchor: published === void 0 ? "store" : "ledger",
		manifestSha256: record.backup.manifestSha256,
		record
	};
}
async function readStored(store, id) {
	try {
		return await readObject(store, KEYS.record(id));
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
/** The backup record that these bytes hold for this backup; undefined for a record of another kind. */
function backupRecord(id, bytes) {
	const parsed = parseRecord(bytes);
	if ("complaint" in parsed) throw altered(id, parsed.complaint);
	const { record } = parsed;
	const complaint = complainOfPlace(record, id);
	if (complaint !== void 0) throw altered(id, complaint);
	return record.kind === "backup" ? record : void 0;
}
function altered(id, why) {
	return new LifeboatError({
		code: "record-altered",
		what: `The record of backup ${id} cannot be trusted`,
		why,
		fix: "compare the store and the evidence branch: lifeboat evidence verify"
	});
}
export { findAnchor as t };
