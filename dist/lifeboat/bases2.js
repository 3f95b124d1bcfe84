import { n as EXIT, r as LifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { t as findAnchor } from "./anchors2.js";
import { t as readManifest } from "./read-manifest2.js";
// src/backup/delegated/bases.ts
/** Ids of the earlier backups that a restore of this one needs too. */
function basesOf({ delegated = [] }) {
	return [...new Set(delegated.flatMap(({ bases }) => bases))];
}
/** Throws `manifest-absent` when one that this backup is based on is gone: without it this one is of no use. */
async function requireBases(manifest, store) {
	const { id, target } = manifest;
	for (const base of basesOf(manifest)) if (await store.head(KEYS.manifest(target, base)) === void 0) throw chainBroken(id, base, store);
}
/** What a backup is based on, by id, compared with its records where there are any; throws as `requireBases` does. */
async function readBases(manifest, sources) {
	await requireBases(manifest, sources.store);
	const { target, engine } = manifest;
	const bases = /* @__PURE__ */ new Map();
	for (const id of basesOf(manifest)) try {
		const found = await findAnchor(target, id, sources);
		const read = await readManifest(sources.store, {
			target,
			id,
			engine
		}, found);
		bases.set(id, {
			manifest: read.manifest,
			anchor: found.anchor
		});
	} catch (error) {
		throw ofBase(error, manifest);
	}
	return bases;
}
/** What is wrong with a base was not asked for by its name. */
function ofBase(error, { id }) {
	if (!(error instanceof LifeboatError) || error.exitCode !== EXIT.bad) return error;
	const { code, what, why, fix, cause } = error;
	return new LifeboatError({
		code,
		what: `${what}, and backup ${id} is based on it`,
		...why === void 0 ? {} : { why },
		...fix === void 0 ? {} : { fix },
		cause: cause ?? error
	});
}
/** The weakest anchor of a chain; `own` is that of the backup itself. Throws `record-altered`. */
async function findChainAnchor(manifest, own, sources) {
	const bases = /* @__PURE__ */ new Map();
	for (const id of basesOf(manifest)) bases.set(id, await findAnchor(manifest.target, id, sources));
	return weakestAnchor({
		id: manifest.id,
		anchor: own
	}, bases);
}
/** The same, of bases that have been looked at already. */
function weakestAnchor(own, bases) {
	const anchors = [[own.id, own], ...bases];
	const unvouched = anchors.find(([, { anchor }]) => anchor === "none")?.[0];
	if (unvouched !== void 0) return {
		anchor: "none",
		unvouched
	};
	return { anchor: anchors.some(([, { anchor }]) => anchor === "store") ? "store" : "ledger" };
}
/** How an error names the member of a chain that no record vouches for. */
function unvouchedFor(id, { unvouched = id }) {
	return unvouched === id ? `no record vouches for backup ${id}` : `backup ${id} is based on ${unvouched}, and no record vouches for that one`;
}
function chainBroken(id, base, store) {
	return new LifeboatError({
		code: "manifest-absent",
		what: `backup ${id} is incremental, and ${base}, which it is based on, is not in store ${store.name}`,
		why: "the chain is broken: none of what came after can be restored",
		fix: "restore another backup, find out who removed it, and take a new backup now: it will be a full one"
	});
}
export { unvouchedFor as a, requireBases as i, findChainAnchor as n, weakestAnchor as o, readBases as r, basesOf as t };
