import { o as weakestAnchor, r as readBases } from "./bases2.js";
import { t as readManifest } from "./read-manifest2.js";
import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as findAnchor } from "./anchors2.js";
// src/status/look-at-backup.ts
/** Reads a backup's manifest and what vouches for it; a finding when it cannot be relied on. */
async function lookAtBackup(sources, entry) {
	let found = { anchor: "none" };
	try {
		found = await findAnchor(entry.target, entry.id, sources);
		const { record } = found;
		const read = await readManifest(sources.store, entry, found);
		const bases = await readBases(read.manifest, sources);
		return {
			...read,
			...weakestAnchor({
				id: entry.id,
				anchor: found.anchor
			}, bases),
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
export { lookAtBackup as t };
