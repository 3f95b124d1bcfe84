import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as readManifest } from "./read-manifest2.js";
import { t as findAnchor } from "./anchors2.js";
import { r as readRecords } from "./read-pruned.js";
import { t as judgeCopy } from "./judge-copy.js";
// src/evidence/read-judgements.ts
/** The newest verifications and drills of a target, published or not, oldest first. */
function readJudgements({ backupIds, ...search }) {
	return readRecords({
		...search,
		known: backupIds
	}, ["verification", "drill"]);
}
// src/status/future.ts
/** Clocks differ; what is later than this is of the future. */
const TOLERATED_SKEW_MS = 6e4;
/** What a backup's id says that cannot be, in words: such a backup counts for nothing; undefined for any other. */
function futureId({ at }, now) {
	return isFuture(at.getTime(), now) ? "says that it is of the future" : void 0;
}
/** The same of the instant of its data and of when it was whole. */
function futureContent({ manifest, availableAt }, now) {
	const { fromAt } = manifest.consistency;
	if (isFuture(Date.parse(fromAt), now)) return `says that it holds the data of ${fromAt}, which is in the future`;
	if (availableAt === void 0 || !isFuture(Date.parse(availableAt), now)) return void 0;
	return `says that it was whole at ${availableAt}, which is in the future`;
}
function isFuture(time, now) {
	return time > now.getTime() + TOLERATED_SKEW_MS;
}
// src/status/judge-copies.ts
/** What verifications and drills, oldest first, say of each backup: the newest verdict wins. */
function judgeCopies(judgements) {
	const copies = /* @__PURE__ */ new Map();
	for (const record of judgements) {
		if (record.backup === void 0) continue;
		const { id } = record.backup;
		copies.set(id, judgeCopy(copies.get(id) ?? {}, record));
	}
	return copies;
}
// src/status/look-at-backup.ts
/** Reads a backup's manifest and what vouches for it; a finding when it cannot be relied on. */
async function lookAtBackup(sources, entry) {
	let found = { anchor: "none" };
	try {
		found = await findAnchor(entry.target, entry.id, sources);
		const { anchor, record } = found;
		return {
			...await readManifest(sources.store, entry, found),
			anchor,
			...record?.availableAt === void 0 ? {} : { availableAt: record.availableAt }
		};
	} catch (error) {
		if (!(error instanceof LifeboatError)) throw error;
		if (error.exitCode !== EXIT.bad && error.code !== "store-refused") throw error;
		return {
			code: found.anchor !== "none" || error.code === "record-altered" ? error.code : "finding-open",
			backup: entry.id,
			what: `backup ${entry.id} counts for nothing: ${error.message}`
		};
	}
}
export { futureId as a, futureContent as i, judgeCopies as n, readJudgements as o, TOLERATED_SKEW_MS as r, lookAtBackup as t };
