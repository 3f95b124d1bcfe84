import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { r as sha256Hex, t as canonicalBytes } from "./canonical.js";
import { t as checkRecord } from "./record-schema.js";
import { t as readObject } from "./read-object.js";
// src/evidence/write-record.ts
/**
* Writes a record in its canonical form, create-only, and returns its digest. Writing the same record again is not an error.
* Throws `evidence-undelivered` when the store did not take it, `unexpected` when the record does not fit its schema.
*/
async function writeRecord(store, record) {
	checkRecord(record);
	const bytes = canonicalBytes(record);
	const written = {
		key: KEYS.record(record.id),
		sha256: sha256Hex(bytes)
	};
	try {
		await store.put(written.key, bytes);
		return written;
	} catch (error) {
		if (isLifeboatError(error, "cancelled")) throw error;
		if (isLifeboatError(error, "object-exists") && await holds(store, written)) return written;
		throw undelivered(store, written.key, error);
	}
}
async function holds(store, written) {
	return sha256Hex(await readObject(store, written.key)) === written.sha256;
}
function undelivered(store, key, cause) {
	return new LifeboatError({
		code: "evidence-undelivered",
		what: `The record ${key} could not be written to store ${store.name}`,
		why: cause instanceof Error ? cause.message : String(cause),
		fix: "make the store writable and run again; what this run did has no record",
		cause
	});
}
export { writeRecord as t };
