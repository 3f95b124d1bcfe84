import { t as deliverRecord } from "./deliver-record.js";
import { t as UndeliveredRecord } from "./undelivered-record.js";
import { a as effectiveDisclosure, i as disclosureLimitations, o as keyedDigest } from "./backup-limitations.js";
import { n as instantsOf, r as withInstants, t as memberOf } from "./member-of.js";
import { t as cancelled } from "./cancelled.js";
import { t as listBackups } from "./catalog2.js";
import { t as selectBackup } from "./select2.js";
import { a as worstExitCode, n as EXIT, r as LifeboatError, t as ERROR_CODES } from "./errors.js";
import { n as chooseBackup, r as newSeed, t as runDrill } from "./drill.js";
import { t as beginGroup } from "./group-log2.js";
import { n as worstVerdict, t as judgeDuration } from "./verdict.js";
import { n as idleRule, t as groupLimitations } from "./group-limitations.js";
import { n as explainNoSpace } from "./no-space.js";
import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
// src/groups/choose-backups.ts
/**
* One recovery point of a group: the backup that the plan chooses for the source of truth, and of each other member the newest
* begun before it, as one run of the group takes them; the nearest later one where there is none. A member that has none gets the
* error that its own drill ends with. Without a point of the source of truth nothing is chosen for the others; throws when it was
* asked for by name.
*/
async function chooseBackups(choice) {
	const { members, taken } = choice;
	const chosen = /* @__PURE__ */ new Map();
	const truth = members.at(-1);
	if (truth === void 0) return chosen;
	const point = await orWhyNot(chooseTruth(truth, choice));
	chosen.set(truth.target.name, point);
	if (point instanceof LifeboatError) {
		if (choice.selector !== void 0) throw point;
		return chosen;
	}
	for (const member of members.slice(0, -1)) {
		const { name } = member.target;
		chosen.set(name, await orWhyNot(chooseNearest(member, point, taken?.get(name))));
	}
	return chosen;
}
async function chooseTruth(truth, { plan, selector, taken }) {
	const { target, context } = truth;
	const seed = newSeed(context.random);
	const given = taken?.get(target.name) ?? selector;
	const choice = {
		...sourcesOf(truth),
		target: target.name,
		method: plan.select,
		seed
	};
	const chosen = await chooseBackup(given === void 0 ? choice : {
		...choice,
		selector: given
	});
	return taken === void 0 ? chosen : asLatest(chosen, await listBackups(truth.store, target.name));
}
/** The newest one is called that, so that its drill judges the RPO; a newest one that was lost is not passed over. */
async function chooseNearest(member, { entry: point, selection }, taken) {
	const { store, target } = member;
	const sources = sourcesOf(member);
	if (selection.method === "latest") await selectBackup(sources, target.name, "latest");
	const entries = await listBackups(store, target.name);
	const nearest = nearestTo(point, entries);
	const chosen = {
		entry: await selectBackup(sources, target.name, taken ?? nearest?.id ?? "latest"),
		selection: {
			method: "nearest",
			candidates: entries.length
		}
	};
	return selection.method === "latest" ? asLatest(chosen, entries) : chosen;
}
function asLatest(chosen, entries) {
	if (chosen.entry.id !== entries.at(-1)?.id) return chosen;
	return {
		...chosen,
		selection: {
			method: "latest",
			candidates: entries.length
		}
	};
}
/** A later one of a derived store holds what the source of truth did not have yet. */
function nearestTo({ at }, entries) {
	return entries.findLast((entry) => entry.at.getTime() <= at.getTime()) ?? entries[0];
}
function sourcesOf({ store, ledger }) {
	return {
		store,
		...ledger === void 0 ? {} : { ledger }
	};
}
async function orWhyNot(choosing) {
	try {
		return await choosing;
	} catch (error) {
		if (error instanceof LifeboatError && error.code !== "cancelled") return error;
		throw error;
	}
}
// src/groups/member-run.ts
/** What a drill ended with that did not succeed. */
function errorCodeOf({ record, error }) {
	const code = record?.error?.code ?? (error instanceof LifeboatError ? error.code : "unexpected");
	return code in ERROR_CODES ? code : "unexpected";
}
/** Starts the drill of a member, which waits with its validated copy until it is released. */
function startMember(job, group) {
	const copy = Promise.withResolvers();
	const gate = Promise.withResolvers();
	gate.promise.catch(() => {});
	const joined = (found) => {
		copy.resolve(found);
		return gate.promise;
	};
	const ended = endOf(runDrill({
		...job,
		group: {
			...group,
			joined
		}
	})).finally(() => copy.resolve(void 0));
	return {
		target: job.target.name,
		copy: copy.promise,
		ended,
		release: gate.resolve,
		stop: gate.reject
	};
}
async function endOf(drill) {
	try {
		return { record: await drill };
	} catch (error) {
		return error instanceof UndeliveredRecord ? {
			record: error.record,
			error
		} : { error };
	}
}
// src/groups/publish-results.ts
/** The name of a rule as a record may show it: its own words only where everything is disclosed. */
function ruleNames(rules, { disclosure }) {
	return (rule) => disclosure === "full" ? rule.name : `rule ${rules.indexOf(rule) + 1}`;
}
/** What came of a rule as the group's record may show it: counts, and HMACs of digests; never a key. */
function publishResult({ rule, result, found, error }, name, options) {
	const { truth, derived, tolerance, atLeast } = rule;
	return {
		name,
		result,
		truth: {
			target: truth.target,
			...publishSide(found?.truth, options)
		},
		derived: {
			target: derived.target,
			...publishSide(found?.derived, options)
		},
		tolerance,
		atLeast,
		...found === void 0 ? {} : {
			missing: found.missing.count,
			orphaned: found.orphaned.count,
			...samplesOf(found, options)
		},
		...error === void 0 ? {} : { error: error.code }
	};
}
function publishSide(side, options) {
	if (side === void 0 || effectiveDisclosure(options) === "totals") return {};
	return {
		count: side.count,
		...options.key === void 0 ? {} : { keyedDigest: keyedDigest(options.key, side.digest) }
	};
}
function samplesOf({ missing, orphaned }, options) {
	const { key } = options;
	if (key === void 0 || effectiveDisclosure(options) === "totals") return {};
	const hmacs = ({ samples }) => samples.map((digest) => keyedDigest(key, digest));
	return { samples: {
		missing: hmacs(missing),
		orphaned: hmacs(orphaned)
	} };
}
// src/reconcile/judge-rule.ts
const BASIS = 10000n;
/**
* Whether a rule holds; basis points of `missing` are of the truth's keys, those of `orphaned` of the derived side's. A derived side
* without a key, such as that of a mistyped pattern, shows nothing unless the rule allows it to.
*/
function holds({ tolerance, atLeast }, found) {
	const { truth, derived, missing, orphaned } = found;
	return truth.count >= atLeast && derived.count >= Math.min(1, atLeast) && isTolerated(missing.count, tolerance.missing, truth.count) && isTolerated(orphaned.count, tolerance.orphaned, derived.count);
}
/** True where a side had no keys, so that nothing can be said of what the two have in common. */
function comparedNothing({ truth, derived }) {
	return truth.count === 0 || derived.count === 0;
}
function isTolerated(count, tolerance, total) {
	if (tolerance === "any") return true;
	if ("keys" in tolerance) return count <= tolerance.keys;
	return BigInt(count) * BASIS <= BigInt(total) * BigInt(tolerance.basisPoints);
}
// src/reconcile/key-spill.ts
/** Keys are known by so many bytes of their SHA-256. */
const DIGEST_BYTES = 16;
const PARTITIONS = 2048;
const BLOCK_BYTES = 4096;
/**
* The digests of one side's keys in a file, in partitions by their first bits: whatever the number of keys, memory holds one block
* of each partition while they come, and one partition when they are compared. The file has no name, so that it is gone with this
* process, also with one that is killed.
*/
var KeySpill = class {
	#file;
	#buffers = Buffer.alloc(PARTITIONS * BLOCK_BYTES);
	#filled = new Uint16Array(PARTITIONS);
	#blocks = Array.from({ length: PARTITIONS }, () => []);
	#size = 0;
	/** `path` must not exist. */
	constructor(path) {
		this.#file = openSync(path, "wx+", 384);
		rmSync(path);
	}
	/** Throws `disk-full` where the disk is. */
	add(key) {
		const digest = hash("sha256", key, "binary");
		const partition = digest.charCodeAt(0) << 3 | digest.charCodeAt(1) >> 5;
		const filled = this.#filled[partition] ?? 0;
		this.#buffers.write(digest, partition * BLOCK_BYTES + filled, DIGEST_BYTES, "latin1");
		this.#filled[partition] = filled + DIGEST_BYTES;
		if (filled + DIGEST_BYTES === BLOCK_BYTES) this.#flush(partition);
	}
	/** The different digests of one partition, each as a text of as many characters as it has bytes. */
	read(partition) {
		this.#flush(partition);
		const found = /* @__PURE__ */ new Set();
		for (const { at, bytes } of this.#blocks[partition] ?? []) {
			const block = Buffer.alloc(bytes);
			if (readSync(this.#file, block, 0, bytes, at) !== bytes) throw new Error("keys that were written are not there");
			for (let from = 0; from < bytes; from += DIGEST_BYTES) found.add(block.toString("latin1", from, from + DIGEST_BYTES));
		}
		return found;
	}
	#flush(partition) {
		const bytes = this.#filled[partition] ?? 0;
		if (bytes === 0) return;
		const from = partition * BLOCK_BYTES;
		this.#write(this.#buffers.subarray(from, from + bytes));
		this.#blocks[partition]?.push({
			at: this.#size,
			bytes
		});
		this.#size += bytes;
		this.#filled[partition] = 0;
	}
	/** A disk that is nearly full takes a part of a write and refuses the next one. */
	#write(block) {
		try {
			for (let done = 0; done < block.length;) done += writeSync(this.#file, block, done, block.length - done, this.#size + done);
		} catch (error) {
			throw explainNoSpace(error);
		}
	}
	[Symbol.dispose]() {
		closeSync(this.#file);
	}
};
// src/reconcile/compare-keys.ts
const SAMPLES = 5;
/** Compares two sides, one partition of each in memory at a time. */
async function compareKeys(truth, derived, signal) {
	const sides = {
		truth: new Summary(),
		derived: new Summary()
	};
	const missing = new Differences();
	const orphaned = new Differences();
	for (let partition = 0; partition < PARTITIONS; partition += 1) {
		await setImmediate();
		if (signal.aborted) throw cancelled(signal);
		const [here, there] = [truth.read(partition), derived.read(partition)];
		sides.truth.add(here);
		sides.derived.add(there);
		missing.add(here.difference(there));
		orphaned.add(there.difference(here));
	}
	return {
		truth: sides.truth.done(),
		derived: sides.derived.done(),
		missing: missing.done(),
		orphaned: orphaned.done()
	};
}
var Summary = class {
	#count = 0;
	#hash = createHash("sha256");
	/** Partitions come in the order of their digests. */
	add(digests) {
		this.#count += digests.size;
		this.#hash.update([...digests].sort().join(""), "latin1");
	}
	done() {
		return {
			count: this.#count,
			digest: this.#hash.digest("hex")
		};
	}
};
var Differences = class {
	#count = 0;
	#samples = [];
	add(digests) {
		this.#count += digests.size;
		if (this.#samples.length === SAMPLES || digests.size === 0) return;
		const first = [...digests].sort().slice(0, SAMPLES - this.#samples.length);
		this.#samples.push(...first.map((digest) => Buffer.from(digest, "latin1").toString("hex")));
	}
	done() {
		return {
			count: this.#count,
			samples: this.#samples
		};
	}
};
// src/reconcile/reconcile.ts
/** Reads both sides, one after the other, and compares them, in memory that does not grow with their number. */
async function reconcile(request) {
	const { truth, derived, workDir, signal } = request;
	const folder = await mkdtemp(join(workDir, "reconcile-"));
	try {
		using there = await spill(truth, join(folder, "truth"), signal);
		using here = await spill(derived, join(folder, "derived"), signal);
		return await compareKeys(there, here, signal);
	} finally {
		await rm(folder, {
			recursive: true,
			force: true
		});
	}
}
async function spill({ keys, explain }, path, signal) {
	const kept = new KeySpill(path);
	try {
		for await (const key of keys) {
			if (signal.aborted) throw cancelled(signal);
			kept.add(key);
		}
		return kept;
	} catch (error) {
		kept[Symbol.dispose]();
		throw await explain(error);
	}
}
// src/groups/run-rules.ts
/** Runs every rule, one after the other; one that cannot be run does not stop the others, a signal does. */
async function runRules(rules, sources) {
	const results = [];
	for (const rule of rules) results.push(await runRule(rule, sources));
	return results;
}
async function runRule(rule, { copies, absent, context }) {
	const [truth, derived] = [copies.get(rule.truth.target), copies.get(rule.derived.target)];
	const instants = instantsOfBoth(truth, derived);
	if (truth === void 0 || derived === void 0 || instants === void 0) return {
		rule,
		result: "notRun",
		error: notRestored(rule, absent)
	};
	const { workDir, signal } = context;
	try {
		const sides = {
			truth: sideOf(truth, rule.truth, instants),
			derived: sideOf(derived, rule.derived, instants)
		};
		const found = await truth.bound(derived.bound(reconcile({
			...sides,
			workDir,
			signal
		})));
		return {
			rule,
			result: holds(rule, found) ? "passed" : "failed",
			found
		};
	} catch (error) {
		if (signal.aborted) throw error;
		const known = error instanceof LifeboatError ? error : unexpected(error);
		return {
			rule,
			result: known.code === "content-different" ? "failed" : "notRun",
			error: known
		};
	}
}
/** Of these two only: an older copy of a third member must not narrow what they are compared by. */
function instantsOfBoth(...copies) {
	const known = copies.flatMap((copy) => copy?.consistency ?? []);
	return known.length === copies.length ? instantsOf(known) : void 0;
}
function unexpected(cause) {
	const name = cause instanceof Error ? cause.name : "a thrown value";
	return new LifeboatError({
		code: "unexpected",
		what: `Unexpected error (${name})`,
		cause
	});
}
function sideOf({ keys, explain }, side, instants) {
	return {
		keys: keys(withInstants(side.keys, instants)),
		explain
	};
}
/** What kept a member from being restored kept the rule from being run: the same code, so that the group's exit code is the member's. */
function notRestored({ truth, derived }, absent) {
	const lacking = [truth.target, derived.target].find((target) => absent.has(target));
	return new LifeboatError({
		code: absent.get(lacking ?? "") ?? "unexpected",
		what: `${truth.target} and ${derived.target} could not be reconciled`,
		why: lacking === void 0 ? "it is not known when one of them was captured" : `the drill of ${lacking} ended before there was a copy to compare`
	});
}
/** False where nothing was found out about keys that both sides could have in common. */
function hasCompared(found) {
	return found !== void 0 && !comparedNothing(found);
}
/** What the rules say about one member, as checks of its own drill. */
function checksOf(results, target, nameOf) {
	return results.filter(({ rule }) => [rule.truth.target, rule.derived.target].includes(target)).map(({ rule, result, found, error }) => ({
		name: `reconcile: ${nameOf(rule)}`,
		result: result === "notRun" || result === "passed" && !hasCompared(found) ? "skipped" : result,
		detail: found === void 0 ? `could not be asked (${error?.code ?? "unexpected"})` : `${found.missing.count} missing, ${found.orphaned.count} orphaned`
	}));
}
// src/groups/group-drill-record.ts
/** The record of a group's drill that ended, by `failure` or without one, and what its error stands for. */
function groupDrillRecord({ group, members, plan }, { log, facts, disclosure }, failure) {
	const ends = members.map(({ target }) => ({
		target: target.name,
		end: facts.ends.get(target.name) ?? {}
	}));
	const { results } = facts;
	const nameOf = ruleNames(group.reconcile, disclosure);
	const sound = ends.every(({ end }) => isSound(end)) && results.every(({ result }) => result === "passed");
	const measuredMs = failure === void 0 && sound ? facts.elapsedMs : void 0;
	const verdicts = verdictsOf({
		ends,
		results,
		measuredMs,
		rules: group.reconcile.length,
		rtoMs: group.rtoMs
	});
	const idle = results.filter(({ result, found }) => result === "passed" && !hasCompared(found));
	const limitations = [...groupLimitations(group), ...idle.map(({ rule }) => idleRule(nameOf(rule)))];
	for (const sentence of limitations) log.limitation(sentence);
	const proven = failure === void 0 && verdicts.integrity === "met" && verdicts.reconciliation === "met";
	const reason = failure ?? worstOf([...ends.flatMap(memberFailure), ...ruleFailures(results)]) ?? (idle.length === 0 ? late(verdicts) : unproven(limitations));
	return {
		record: {
			...log.finish(reason),
			kind: "groupDrill",
			plan: plan.name,
			members: ends.map(({ target, end: { record } }) => ({
				...memberOf(target, record),
				...record?.grade === void 0 ? {} : { grade: record.grade },
				proven: record?.proven === true
			})),
			...facts.instants === void 0 ? {} : { instants: facts.instants },
			reconciliation: results.map((result) => publishResult(result, nameOf(result.rule), disclosure)),
			proven,
			...measuredMs === void 0 ? {} : { rta: {
				measuredMs,
				...group.rtoMs === void 0 ? {} : { objectiveMs: group.rtoMs }
			} },
			verdicts
		},
		reason
	};
}
function verdictsOf({ ends, results, rules, measuredMs, rtoMs }) {
	const rto = judgeDuration(measuredMs, rtoMs);
	const integrity = worstVerdict(ends.map(({ end }) => end.record?.verdicts.integrity ?? "notMeasured"));
	const reconciliation = reconciled(results, rules);
	return {
		rto,
		reconciliation,
		integrity,
		overall: worstVerdict([
			rto,
			reconciliation,
			integrity
		])
	};
}
function reconciled(results, rules) {
	if (results.some(({ result }) => result === "failed")) return "breached";
	const ran = results.length === rules && results.every(({ result }) => result === "passed");
	const compared = results.length > 0 && results.every(({ found }) => hasCompared(found));
	return ran && compared ? "met" : "notMeasured";
}
/** Late is not bad: the copy can be used. */
function isSound({ record }) {
	return record !== void 0 && (record.error === void 0 || record.error.code === "objective-breached");
}
function memberFailure({ target, end }) {
	if (isSound(end)) return [];
	const code = errorCodeOf(end);
	return [new LifeboatError({
		code,
		what: `member ${target} was not proven, so the group is not`,
		...end.record?.error === void 0 ? {} : { why: end.record.error.message },
		fix: `see what the drill of ${target} found`,
		cause: end.error
	})];
}
function ruleFailures(results) {
	const failed = results.filter(({ result }) => result === "failed");
	const notRun = results.filter(({ result }) => result === "notRun");
	const share = (some) => `${some.length} of ${results.length} reconcile rules`;
	return [...failed.length === 0 ? [] : [new LifeboatError({
		code: "content-different",
		what: `${share(failed)} failed: the stores do not fit together`,
		why: [...failed.map(wordsOf), ...notRun.map(unrun)].join("; "),
		fix: "find out which store lacks what, in the source and in its backup; then back the group up and drill it again"
	})], ...notRun.map(({ error }) => new LifeboatError({
		code: error?.code ?? "unexpected",
		what: `${share(notRun)} could not be run, so the group is not proven`,
		why: notRun.map(unrun).join("; "),
		...error?.fix === void 0 ? {} : { fix: error.fix },
		cause: error
	}))];
}
function unrun({ rule, error }) {
	return `${rule.name} was not run: ${error?.message ?? "unknown"}`;
}
function wordsOf({ rule, found, error }) {
	if (found === void 0) return `${rule.name}: ${error?.message ?? "unknown"}`;
	const { truth, derived, missing, orphaned } = found;
	const few = truth.count < rule.atLeast ? `, and at least ${rule.atLeast} keys must be there` : "";
	const none = derived.count === 0 ? `, and ${rule.derived.target} gave no key at all` : "";
	return `${rule.name}: ${missing.count} of ${truth.count} keys of ${rule.truth.target} are missing in ${rule.derived.target}, ${orphaned.count} of ${derived.count} there are orphaned${few}${none}`;
}
/** What is bad comes before everything that could only not be said. */
function worstOf(failures) {
	const codes = failures.map(({ exitCode }) => exitCode);
	const worst = codes.includes(EXIT.bad) ? EXIT.bad : worstExitCode(codes);
	return failures.find(({ exitCode }) => exitCode === worst);
}
function late({ rto }) {
	if (rto !== "breached") return void 0;
	return new LifeboatError({
		code: "objective-breached",
		what: "the RTO objective of the group was not met",
		fix: "restore faster, or have the objective changed by whoever approved it"
	});
}
/** Nothing was found wrong, and nothing was shown either that makes members proven together. */
function unproven(limitations) {
	return new LifeboatError({
		code: "finding-open",
		what: "the drill of the group found nothing wrong, and did not prove its members together",
		why: limitations.join(" "),
		fix: "see the limitations of the drill; write reconcile rules that find keys on both sides, and drill the group again"
	});
}
// src/groups/drill-group.ts
/**
* Restores the members of a group side by side, reconciles them while all their sandboxes live, then lets each drill go on to its
* end. Every member writes its own record; the group's comes last. Throws bugs only.
*/
async function runGroupDrill(job) {
	const [first] = job.members;
	const truth = job.members.at(-1);
	if (first === void 0 || truth === void 0) throw new Error("a group has members");
	const { policy, context } = truth;
	const log = beginGroup(job.group.name, truth, first.trigger);
	const disclosure = {
		disclosure: policy.disclosure,
		key: await policy.evidenceKey()
	};
	for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence);
	const facts = {
		ends: /* @__PURE__ */ new Map(),
		results: []
	};
	let failure;
	try {
		await attempt(job, {
			log,
			facts,
			disclosure,
			context
		});
	} catch (error) {
		failure = context.signal.aborted ? cancelled(context.signal) : error;
	}
	const { record, reason } = groupDrillRecord(job, {
		log,
		facts,
		disclosure,
		context
	}, failure);
	const members = job.members.flatMap(({ target }) => facts.ends.get(target.name)?.record ?? []);
	try {
		const delivery = {
			store: truth.store,
			reporter: context.reporter,
			reason
		};
		return {
			record: await deliverRecord(record, delivery),
			members
		};
	} catch (error) {
		if (!(error instanceof UndeliveredRecord)) throw error;
		return {
			record: error.record,
			members,
			undelivered: error
		};
	}
}
async function attempt(job, run) {
	const { log, facts, disclosure } = run;
	const { clock } = run.context;
	const startedMs = clock.monotonicMs();
	const runs = [];
	const nameOf = ruleNames(job.group.reconcile, disclosure);
	try {
		const restored = await log.phase("restore", () => restoreAll(job, run, runs));
		await job.seams?.restored?.();
		facts.results = await log.phase("reconcile", () => reconcileAll(job, run, restored));
		facts.elapsedMs = Math.round(clock.monotonicMs() - startedMs);
	} catch (error) {
		for (const { stop } of runs) stop(error);
		await settle(runs, facts);
		throw error;
	}
	await log.phase("finish", async () => {
		for (const member of runs) {
			member.release(checksOf(facts.results, member.target, nameOf));
			await settle([member], facts);
		}
	});
}
/** Starts one member after the other, each as soon as the one before has its validated copy, or has ended without one. */
async function restoreAll(job, { log }, runs) {
	const { members, plan, acceptUnanchored, seams } = job;
	const copies = /* @__PURE__ */ new Map();
	const absent = /* @__PURE__ */ new Map();
	const chosen = await chooseBackups(job);
	for (const member of members) {
		const { name } = member.target;
		const backup = chosen.get(name);
		const run = startMember({
			...member,
			plan,
			...backup === void 0 ? {} : { chosen: backup },
			...acceptUnanchored === void 0 ? {} : { acceptUnanchored },
			...seams?.member === void 0 ? {} : { seams: seams.member }
		}, {
			name: job.group.name,
			record: log.id
		});
		runs.push(run);
		const copy = await run.copy;
		if (copy === void 0) absent.set(name, errorCodeOf(await run.ended));
		else copies.set(name, copy);
		if (member.context.signal.aborted) throw cancelled(member.context.signal);
	}
	return {
		copies,
		absent
	};
}
async function reconcileAll({ group, members }, { facts, context }, { copies, absent }) {
	const instants = instantsOf([...copies.values()].flatMap(({ consistency }) => consistency ?? []));
	if (instants !== void 0 && copies.size === members.length) facts.instants = instants;
	return await runRules(group.reconcile, {
		copies,
		absent,
		context
	});
}
/** Waits until these drills have ended and notes how; a bug in one of them is one of the group. */
async function settle(runs, { ends }) {
	for (const run of runs) ends.set(run.target, await run.ended);
}
export { runGroupDrill };
