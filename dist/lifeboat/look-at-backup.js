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
export { judgeCopies as n, readJudgements as r, lookAtBackup as t };
