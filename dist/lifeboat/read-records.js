import { t as pLimit } from "../dependencies/p-limit.js";
import { i as isLifeboatError } from "./errors.js";
import { t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as complainOfPlace } from "./complain-of-place.js";
import { t as readObject } from "./read-object.js";
import { t as recordsSince } from "./records-since.js";
import { n as parseRecord } from "./record-schema.js";
// src/evidence/read-records.ts
const MOST_UNPUBLISHED = 500;
const READS_AT_ONCE = 8;
/** The newest records of these kinds of a target, published or not, oldest first. */
async function readRecords(search, kinds) {
	const ids = [...publishedIds(search, kinds), ...await unpublishedIds(search)];
	return (await pLimit(READS_AT_ONCE).map(ids, (id) => readRecord(id, search))).filter((record) => record !== void 0).filter((record) => kinds.includes(record.kind)).filter(({ target }) => target === search.target).toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}
function publishedIds(search, kinds) {
	const { ledger, target, since, complete = false } = search;
	const entries = [...ledger?.entries.values() ?? []].filter((entry) => entry.target === target && (idTime(entry.id)?.getTime() ?? 0) >= since.getTime());
	return kinds.flatMap((kind) => {
		const ids = entries.filter((entry) => entry.kind === kind).map(({ id }) => id);
		return complete ? ids : ids.toSorted().slice(-200);
	});
}
async function unpublishedIds(search) {
	const { store, ledger, since, until, known, warn, complete = false } = search;
	const ids = [];
	for (const id of await recordsSince(store, since)) {
		const at = idTime(id)?.getTime() ?? 0;
		if (ledger?.entries.has(id) === true || known?.has(id) === true || at < since.getTime()) continue;
		if (at <= until.getTime()) ids.push(id);
		else warn(`record ${id} says that it is of the future, so it counts for nothing`);
	}
	if (complete || ids.length <= MOST_UNPUBLISHED) return ids;
	warn(`more than ${MOST_UNPUBLISHED} records are not published yet, so older ones were not read: lifeboat collect`);
	return ids.slice(0, MOST_UNPUBLISHED);
}
/** What is no record, or none of that id, is told and passed over. */
async function readRecord(id, { store, ledger, warn }) {
	try {
		const bytes = await ledger?.read(id) ?? await readObject(store, KEYS.record(id));
		const parsed = parseRecord(bytes);
		const complaint = "complaint" in parsed ? parsed.complaint : complainOfPlace(parsed.record, id);
		if ("record" in parsed && complaint === void 0) return parsed.record;
		warn(`record ${id} cannot be trusted: ${complaint}`);
	} catch (error) {
		if (!isLifeboatError(error, "store-refused") && !isLifeboatError(error, "object-absent")) throw error;
		warn(`record ${id} was not read: ${error.message}`);
	}
}
export { readRecords as t };
