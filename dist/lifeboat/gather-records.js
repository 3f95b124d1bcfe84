import { t as pLimit } from "../dependencies/p-limit.js";
import { i as isLifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { r as sha256Hex } from "./canonical.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { t as readObject } from "./read-object.js";
import { t as recordsSince } from "./records-since.js";
import { n as parseRecord } from "./record-schema.js";
// src/report/gather-records.ts
const READS_AT_ONCE = 8;
/** Every published record, and what the stores hold beside. Throws what reading throws: nothing is concluded from a part. */
async function gatherRecords({ stores, ledger }) {
	const records = /* @__PURE__ */ new Map();
	const notCounted = [];
	for await (const { entry, bytes } of ledger?.readAll() ?? []) {
		const read = readRecord(entry.id, bytes);
		if (typeof read === "string") notCounted.push(`The published record ${entry.id} is not counted: ${read}.`);
		else records.set(entry.id, {
			...read,
			published: true
		});
	}
	for (const store of stores) {
		const known = new Set([...records].filter(([, { published }]) => published).map(([id]) => id));
		for (const { id, read } of await readBeside(store, known)) {
			const other = typeof read === "string" ? void 0 : records.get(id);
			if (typeof read === "string") notCounted.push(`Record ${id} in store ${store.name} is not counted: ${read}.`);
			else if (other === void 0) records.set(id, {
				...read,
				published: false
			});
			else if (other.sha256 !== read.sha256) notCounted.push(`Record ${id} in store ${store.name} is not counted: another store holds another one.`);
		}
	}
	return {
		records: [...records.values()],
		notCounted
	};
}
/** The records of a store that are not published yet. */
async function readBeside(store, published) {
	const ids = (await recordsSince(store, void 0)).filter((id) => !published.has(id));
	return pLimit(READS_AT_ONCE).map(ids, async (id) => ({
		id,
		read: await readStored(store, id)
	}));
}
async function readStored(store, id) {
	try {
		return readRecord(id, await readObject(store, KEYS.record(id)));
	} catch (error) {
		if (isLifeboatError(error, "store-refused")) return error.message;
		throw error;
	}
}
function readRecord(id, bytes) {
	const parsed = parseRecord(bytes);
	if ("complaint" in parsed) return parsed.complaint;
	return complainOfPlace(parsed.record, id) ?? {
		record: parsed.record,
		sha256: sha256Hex(bytes)
	};
}
export { gatherRecords };
