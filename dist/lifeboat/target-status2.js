import { a as unvouchedFor, t as basesOf } from "./bases2.js";
import { t as listBackups } from "./catalog2.js";
import { n as lostManifest, t as findLost } from "./find-lost2.js";
import { a as worstExitCode, n as EXIT, t as ERROR_CODES } from "./errors.js";
import { t as readJudgements } from "./read-judgements.js";
import { n as futureContent, r as futureId, t as TOLERATED_SKEW_MS } from "./future.js";
import { t as judgeCopies } from "./judge-copies.js";
import { t as lookAtBackup } from "./look-at-backup.js";
// src/status/target-status.ts
/** Manifests that may prove bad before the search for a good one is given up. */
const MOST_BAD = 20;
/** What a target's backups are worth now: manifests are read, and the newest verifications and drills count. */
async function targetStatus(target, sources) {
	const entries = await listBackups(sources.store, target.name);
	const survey = new Survey(sources, await copiesOf(target, entries, sources));
	const present = entries.filter((entry) => survey.isPresent(entry));
	await survey.noteLost(target.name, entries, present.at(-1));
	const newestFirst = present.filter((entry) => survey.isGood(entry)).toReversed();
	const { ledger } = sources;
	const claimed = await survey.first(newestFirst, () => true);
	const published = newestFirst.filter(({ id }) => ledger?.entries.get(id)?.kind === "backup");
	const anchored = await survey.first(published, ({ anchor }) => anchor === "ledger");
	const drilled = newestFirst.filter(({ id }) => survey.proofOf(id) !== void 0);
	const proven = await survey.first(drilled, (seen) => survey.proves(seen));
	if (proven === void 0) survey.warnOfGone(entries);
	const rpo = rpoOf(target, claimed);
	return {
		target: target.name,
		backups: entries.length,
		...claimed === void 0 ? {} : { claimed },
		...anchored === void 0 ? {} : { anchored },
		...provenPart(proven, survey, sources),
		rpo,
		findings: survey.findings,
		exitCode: worstExitCode([...survey.findings.map(({ code }) => ERROR_CODES[code]), ...rpo.verdict === "breached" ? [EXIT.breached] : []])
	};
}
function provenPart(point, survey, { ledger }) {
	const proof = point === void 0 ? void 0 : survey.proofOf(point.id);
	if (point === void 0 || proof === void 0) return {};
	const { id: drill, startedAt: drilledAt, grade } = proof;
	const published = ledger?.entries.has(drill) === true;
	return { proven: {
		...point,
		drilledAt,
		drill,
		published,
		...grade === void 0 ? {} : { grade }
	} };
}
async function copiesOf(target, entries, sources) {
	const judgements = await readJudgements({
		...sources,
		target: target.name,
		since: entries[0]?.at ?? /* @__PURE__ */ new Date(0),
		until: new Date(sources.now.getTime() + TOLERATED_SKEW_MS),
		backupIds: new Set(entries.map(({ id }) => id))
	});
	return judgeCopies(judgements);
}
/** Looks at backups once each and gathers what is wrong with them. */
var Survey = class {
	findings = [];
	#sources;
	#copies;
	#seen = /* @__PURE__ */ new Map();
	constructor(sources, copies) {
		this.#sources = sources;
		this.#copies = copies;
	}
	isPresent(entry) {
		const why = futureId(entry, this.#sources.now);
		if (why === void 0) return true;
		this.#note("finding-open", entry.id, `backup ${entry.id} ${why}, so it counts for nothing`);
		return false;
	}
	isGood({ id }) {
		const bad = this.#copies.get(id)?.bad;
		if (bad?.error === void 0) return true;
		const { kind, id: record, error } = bad;
		this.#note(error.code, id, `backup ${id} is bad, says ${kind} ${record}: ${error.message}`);
		return false;
	}
	proofOf(id) {
		return this.#copies.get(id)?.proof;
	}
	/** A drill proves the manifest that it read, and no other: a base that no record vouches for may be another one by now. */
	proves({ manifest, sha256, anchor }) {
		if (anchor === "none") return false;
		const proof = this.proofOf(manifest.id);
		if (proof === void 0 || proof.backup?.manifestSha256 === sha256) return proof !== void 0;
		this.#sources.warn(`drill ${proof.id} proved another manifest of backup ${manifest.id}, so not this one`);
		return false;
	}
	/** What is gone cannot be restored, however well it was proven. */
	warnOfGone(entries) {
		const listed = new Set(entries.map(({ id }) => id));
		const [id, gone] = [...this.#copies].filter(([id, { proof }]) => proof !== void 0 && !listed.has(id)).at(-1) ?? [];
		if (gone?.proof === void 0) return;
		const { warn, store } = this.#sources;
		warn(`drill ${gone.proof.id} proved backup ${id}, which is no longer in store ${store.name}`);
	}
	async noteLost(target, entries, found) {
		const lost = await findLost(this.#sources, {
			target,
			entries,
			found
		});
		if (lost === void 0) return;
		const store = this.#sources.store.name;
		this.#note("manifest-absent", lost.id, lostManifest(lost, {
			target,
			store,
			found
		}).message);
	}
	/** The first of these that can be relied on and is accepted. */
	async first(entries, accept) {
		for (const entry of entries.slice(0, MOST_BAD)) {
			const seen = await this.#look(entry);
			if (seen === void 0 || !accept(seen)) continue;
			const { fromAt } = seen.manifest.consistency;
			return {
				id: entry.id,
				at: fromAt,
				ageMs: Math.max(0, this.#sources.now.getTime() - Date.parse(fromAt))
			};
		}
	}
	async #look(entry) {
		if (this.#seen.has(entry.id)) return this.#seen.get(entry.id);
		const seen = await lookAtBackup(this.#sources, entry);
		const usable = "what" in seen ? this.#refuse(seen) : this.#dated(seen);
		if (usable?.anchor === "none") this.#note("finding-open", entry.id, `${unvouchedFor(entry.id, usable)}: it could have been forged`);
		this.#seen.set(entry.id, usable);
		return usable;
	}
	#dated(seen) {
		const badBase = basesOf(seen.manifest).find((id) => this.#copies.get(id)?.bad !== void 0);
		if (badBase !== void 0) {
			const { id: backup } = seen.manifest;
			const what = `backup ${backup} counts for nothing: it is based on ${badBase}, which was found bad`;
			return this.#refuse({
				code: "finding-open",
				backup,
				what
			});
		}
		const why = futureContent(seen, this.#sources.now);
		if (why === void 0) return seen;
		const { id } = seen.manifest;
		const what = `backup ${id} ${why}, so it counts for nothing`;
		return this.#refuse({
			code: "finding-open",
			backup: id,
			what
		});
	}
	#refuse(finding) {
		this.findings.push(finding);
	}
	#note(code, backup, what) {
		this.findings.push({
			code,
			backup,
			what
		});
	}
};
/** What would be lost if the source were gone now; without a good backup that is everything. */
function rpoOf({ objectives }, claimed) {
	const { rpoMs: objectiveMs } = objectives;
	if (objectiveMs === void 0) return { verdict: "notMeasured" };
	if (claimed === void 0) return {
		verdict: "breached",
		objectiveMs
	};
	const { ageMs: actualMs } = claimed;
	return {
		verdict: actualMs <= objectiveMs ? "met" : "breached",
		actualMs,
		objectiveMs
	};
}
export { targetStatus as t };
