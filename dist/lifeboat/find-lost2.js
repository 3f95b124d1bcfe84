import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as idTime } from "./identifiers.js";
import { t as KEYS } from "./manifest.js";
import { t as findAnchor } from "./anchors2.js";
import { t as recordsSince } from "./records-since.js";
import { t as findPruned } from "./find-pruned.js";
// src/backup/find-lost.ts
/** Records that may say nothing of the kind before the search is given up. */
const MOST_READ = 1e3;
/** The newest lost backup that is newer than the one found; undefined when nothing is missing. */
async function findLost(sources, search) {
	const { store } = sources;
	const { target, entries, found, until = Number.POSITIVE_INFINITY } = search;
	const listed = new Set(entries.map(({ id }) => id));
	const inRange = (id) => {
		const at = idTime(id)?.getTime() ?? NaN;
		return at >= (found?.at.getTime() ?? 0) && at <= until && !listed.has(id);
	};
	const candidates = (await candidateIds(sources, search)).filter(inRange);
	for (const id of candidates.slice(0, MOST_READ)) {
		const { anchor, record, manifestSha256 } = await trusted(sources, target, id);
		if (anchor === "none" || record?.backup?.store !== store.name) continue;
		if (await store.head(KEYS.manifest(target, id)) !== void 0) continue;
		if (await findPruned(sources, {
			target,
			id,
			manifestSha256
		}, entries) === void 0) return {
			id,
			anchor
		};
	}
}
/** Newest first: published backups of the target, and what lies unpublished in the store, whose kind only its content says. */
async function candidateIds({ store, ledger }, { target, found }) {
	const published = [...ledger?.entries.values() ?? []].filter((entry) => entry.kind === "backup" && entry.target === target).map(({ id }) => id);
	const fresh = (await recordsSince(store, found?.at)).filter((id) => ledger?.entries.has(id) !== true);
	return [...published, ...fresh].toSorted().toReversed();
}
/** A record that cannot be trusted vouches for nothing; `lifeboat evidence verify` names it. */
async function trusted(sources, target, id) {
	try {
		return await findAnchor(target, id, sources);
	} catch (error) {
		if (error instanceof LifeboatError && (error.exitCode === EXIT.bad || error.code === "store-refused")) return { anchor: "none" };
		throw error;
	}
}
/** `latest` never means an older one without a word. */
function lostManifest(lost, { target, store, found }) {
	const where = lost.anchor === "ledger" ? "the published ledger" : `store ${store}`;
	return new LifeboatError({
		code: "manifest-absent",
		what: `backup ${lost.id} of ${target} is lost: its manifest is not in store ${store}`,
		why: `its record in ${where} says that it was taken and stored there`,
		fix: found === void 0 ? `find out who removed it, restore from another copy, and take a new one: lifeboat backup ${target}` : `find out who removed it, or use the newest one that is left by its id: ${found.id}`
	});
}
export { lostManifest as n, findLost as t };
