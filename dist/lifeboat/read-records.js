import { t as pLimit } from "../dependencies/p-limit.js";
import { i as isLifeboatError } from "./errors.js";
import { t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { t as readObject } from "./read-object.js";
import { t as recordsSince } from "./records-since.js";
import { n as parseRecord } from "./record-schema.js";
// src/evidence/read-records.ts
/** Unpublished records read at most for one answer, newest first. */
const MOST_UNPUBLISHED = 500;
const READS_AT_ONCE = 8;
/** The records of these kinds of a target since a time, published or not, oldest first. */
async function readRecords(search, kinds) {
	const unpublished = await unpublishedIds(search);
	const read = await pLimit(READS_AT_ONCE).map(unpublished, (id) => readUnpublished(id, search));
	return [...await readPublished(search, kinds), ...read].filter((record) => record !== void 0).filter((record) => kinds.includes(record.kind)).filter(({ target }) => target === search.target).toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}
async function readPublished(search, kinds) {
	const { ledger, warn } = search;
	const ids = publishedIds(search, kinds);
	const records = [];
	if (ledger === void 0 || ids.length === 0) return records;
	for await (const { entry, bytes } of ledger.readAll(new Set(ids))) records.push(trusted(bytes, entry.id, warn));
	return records;
}
function publishedIds(search, kinds) {
	const { ledger, target, since, newest } = search;
	const entries = [...ledger?.entries.values() ?? []].filter((entry) => entry.target === target && (idTime(entry.id)?.getTime() ?? 0) >= since.getTime());
	return kinds.flatMap((kind) => {
		const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
		return newest === void 0 ? ids : ids.toSorted().slice(-newest);
	});
}
async function unpublishedIds(search) {
	const { store, ledger, since, until, known, warn, complete = false } = search;
	const ids = [];
	for (const id of await recordsSince(store, since)) {
		if (ledger?.entries.has(id) === true || known?.has(id) === true) continue;
		const at = idTime(id)?.getTime();
		if (at === void 0) warn(`record ${id} says a time that there is not, so it counts for nothing`);
		else if (at < since.getTime()) continue;
		else if (at <= until.getTime()) ids.push(id);
		else warn(`record ${id} says that it is of the future, so it counts for nothing`);
	}
	if (complete || ids.length <= MOST_UNPUBLISHED) return ids;
	warn(`more than ${MOST_UNPUBLISHED} records are not published yet, so older ones were not read: lifeboat collect`);
	return ids.slice(0, MOST_UNPUBLISHED);
}
async function readUnpublished(id, { store, warn }) {
	try {
		return trusted(await readObject(store, KEYS.record(id)), id, warn);
	} catch (error) {
		if (!isLifeboatError(error, "store-refused") && !isLifeboatError(error, "object-absent")) throw error;
		warn(`record ${id} was not read: ${error.message}`);
		return;
	}
}
/** What is no record, or none of that id, is told and passed over. */
function trusted(bytes, id, warn) {
	const parsed = parseRecord(bytes);
	const complaint = "complaint" in parsed ? parsed.complaint : complainOfPlace(parsed.record, id);
	if ("record" in parsed && complaint === void 0) return parsed.record;
	warn(`record ${id} cannot be trusted: ${complaint}`);
}
export { readRecords as t };
