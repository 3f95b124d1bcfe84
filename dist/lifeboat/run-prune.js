import { i as isLifeboatError } from "./errors.js";
import { t as beginJob } from "./target-job.js";
import { t as deliverRecord } from "./deliver-record.js";
import { t as writeRecord } from "./write-record.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { r as liveLeases, t as describeLease } from "./lease.js";
import { t as KEYS } from "./manifest.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { t as listBackups } from "./catalog2.js";
import { t as basesOf } from "./bases2.js";
import { t as findLost } from "./find-lost2.js";
import { t as readJudgements } from "./read-judgements.js";
import { n as listSizes, t as checkVolumes } from "./check-volumes.js";
import { t as widestGap } from "./widest-gap.js";
import { n as futureContent, r as futureId, t as TOLERATED_SKEW_MS } from "./future.js";
import { t as judgeCopies } from "./judge-copies.js";
import { t as lookAtBackup } from "./look-at-backup.js";
// src/retention/scene.ts
function sceneOf({ backups, proofs, policy, now, doubts = [] }) {
	const said = (wanted) => new Map(proofs.filter(({ result }) => result === wanted).map(({ backup, by }) => [backup, by]));
	const bad = said("bad");
	const good = backups.filter(({ id, trouble }) => trouble === void 0 && !bad.has(id)).toSorted(byTime).toReversed();
	const proofsById = said("proven");
	const proven = new Map(good.flatMap(({ id }) => pairOf(id, proofsById.get(id))));
	return {
		policy,
		nowMs: now.getTime(),
		good,
		proven,
		bad,
		doubts
	};
}
function pairOf(id, by) {
	return by === void 0 ? [] : [[id, by]];
}
/** Oldest first; ids decide between equal times, so that the order of the input never does. */
function byTime(a, b) {
	return Date.parse(a.at) - Date.parse(b.at) || (a.id < b.id ? -1 : 1);
}
// src/retention/ages.ts
/** A newest good copy older than this many of its intervals is late. */
const TOLERATED_INTERVALS = 2;
/** When backups became late, in milliseconds since 1970; undefined when they are not. */
function lateSince({ good, policy: { intervalMs }, nowMs }) {
	const [newest] = good;
	if (newest === void 0 || intervalMs === void 0) return void 0;
	const since = Date.parse(newest.at) + TOLERATED_INTERVALS * intervalMs;
	return nowMs > since ? since : void 0;
}
function isBefore(a, b) {
	return byTime(a, b) < 0;
}
/** A duration in its two largest units: `30d`, `9d 4h`. */
function words(milliseconds) {
	return prettyMilliseconds(milliseconds, {
		unitCount: 2,
		secondsDecimalDigits: 0
	});
}
// src/retention/drop-reasons.ts
/** Why a backup that no rule keeps is removed, in words. */
function dropReasons(scene, backup) {
	const { policy, good, bad, proven, nowMs } = scene;
	const { withinMs = 0, minimumAgeMs } = policy;
	const newer = good.filter((other) => isBefore(backup, other)).length;
	const newestProven = good.find(({ id }) => proven.has(id));
	const by = bad.get(backup.id);
	return [
		`${words(nowMs - Date.parse(backup.at))} old, more than ${words(Math.max(withinMs, minimumAgeMs))}`,
		`${newer} newer good ${newer === 1 ? "backup is" : "backups are"} there`,
		...newestProven === void 0 ? [] : [`${newestProven.id} is proven and stays`],
		...by === void 0 ? [] : [`${by} found it bad`]
	];
}
// src/retention/tiers.ts
const MONTH = 7;
const YEAR = 4;
/** Keeps the newest good backup of each of the newest so many months that have one, in UTC. */
function monthly(scene) {
	return tier(scene, {
		count: scene.policy.monthly,
		length: MONTH
	});
}
/** The same of years. */
function yearly(scene) {
	return tier(scene, {
		count: scene.policy.yearly,
		length: YEAR
	});
}
function tier({ good }, { count = 0, length }) {
	const periodOf = ({ at }) => new Date(at).toISOString().slice(0, length);
	const newestOf = /* @__PURE__ */ new Map();
	for (const backup of good) if (!newestOf.has(periodOf(backup))) newestOf.set(periodOf(backup), backup);
	const kept = new Set([...newestOf.values()].slice(0, count));
	return (backup) => kept.has(backup) ? `the newest good backup of ${periodOf(backup)}` : void 0;
}
// src/retention/rules.ts
/** Holds and the locks of stores are further rules of this form; what a kept backup is based on stays too, see the plan. */
const RULES = [
	doubtful,
	troubled,
	leased,
	minimumAge,
	within,
	minimumCount,
	newestProven,
	withoutGoodSuccessor,
	monthly,
	yearly
];
/** A record that nobody could read may be the one that proves a copy. */
function doubtful({ doubts }) {
	const [first] = doubts;
	return () => first === void 0 ? void 0 : `nothing is removed while ${first}`;
}
function troubled() {
	return ({ trouble }) => trouble;
}
function leased() {
	return ({ lease }) => lease;
}
function minimumAge({ policy: { minimumAgeMs }, nowMs }) {
	return ({ at }) => nowMs - Date.parse(at) < minimumAgeMs ? `younger than the minimum age of ${words(minimumAgeMs)}` : void 0;
}
/** While backups are late nothing ages further, else a stopped schedule would empty the store. */
function within(scene) {
	const { withinMs } = scene.policy;
	if (withinMs === void 0) return () => void 0;
	const late = lateSince(scene);
	return ({ at }) => {
		const time = Date.parse(at);
		if (scene.nowMs - time < withinMs) return `younger than ${words(withinMs)}`;
		if (late === void 0 || late - time >= withinMs) return void 0;
		const age = scene.nowMs - Date.parse(scene.good[0]?.at ?? "");
		return `younger than ${words(withinMs)} when backups became late: the newest good one is ${words(age)} old`;
	};
}
function minimumCount({ policy, good }) {
	const newest = good.slice(0, policy.minimumCount);
	const reason = newest.length === 1 ? "the newest good backup" : `one of the newest ${newest.length} good backups`;
	return (backup) => newest.includes(backup) ? reason : void 0;
}
function newestProven({ good, proven }) {
	const newest = good.find(({ id }) => proven.has(id));
	return (backup) => backup === newest ? `the newest backup that a drill has proven (${proven.get(backup.id)})` : void 0;
}
/** A bad copy may still hold what no good one does. */
function withoutGoodSuccessor({ good }) {
	const [newest] = good;
	return (backup) => newest === void 0 || isBefore(newest, backup) ? "no good backup is newer" : void 0;
}
// src/retention/retention-plan.ts
/** The newest of these backups that is based on each base. */
function neededBy(kept) {
	return new Map(kept.flatMap(({ id, bases = [] }) => bases.map((base) => [base, id])));
}
/**
* What retention keeps and drops of one target's backups in one store, oldest first. A backup is kept when any rule keeps it, so
* that a further rule can only ever keep more.
*/
function retentionPlan(input) {
	const scene = sceneOf(input);
	const rules = RULES.map((rule) => rule(scene));
	const reasonsOf = (backup) => rules.map((keeps) => keeps(backup)).filter((reason) => reason !== void 0);
	const backups = input.backups.toSorted(byTime);
	const needed = neededBy(backups.filter((backup) => reasonsOf(backup).length > 0));
	return backups.map((backup) => {
		const user = needed.get(backup.id);
		const kept = [...reasonsOf(backup), ...user === void 0 ? [] : [`${user} is based on it`]];
		return kept.length > 0 ? {
			backup,
			keep: true,
			reasons: kept
		} : {
			backup,
			keep: false,
			reasons: dropReasons(scene, backup)
		};
	});
}
// src/prune/remove-backups.ts
const REMOVALS_AT_ONCE = 8;
/**
* Removes these backups one by one, each one's manifest first: what is interrupted is no backup any more, and sweep removes the
* rest. Stops at the first failure, which it throws; what became of each is noted in the removal.
*/
async function removeBackups(removals, place) {
	const stays = /* @__PURE__ */ new Set();
	for (const removal of dependentsFirst(removals)) {
		place.signal.throwIfAborted();
		if (stays.has(removal.id) || await isLeased(place, removal.id)) {
			for (const base of removal.bases) stays.add(base);
			continue;
		}
		removal.result = "failed";
		try {
			await place.store.remove(KEYS.manifest(place.target, removal.id));
			removal.result = "removed";
		} catch (error) {
			if (await isGone(place, removal.id)) removal.result = "removed";
			throw error;
		}
		await removeData(place, removal.id);
	}
}
/** In the given order, except that nothing goes before what is based on it: an interruption must leave no broken chain. */
function dependentsFirst(removals) {
	const ordered = /* @__PURE__ */ new Set();
	const visit = (removal) => {
		for (const other of removals) if (other.bases.includes(removal.id)) visit(other);
		ordered.add(removal);
	};
	for (const removal of removals) visit(removal);
	return [...ordered];
}
/** A restore may have begun since the plan was made. */
async function isLeased({ store, target, log }, id) {
	const [lease] = await liveLeases(store, KEYS.leases(target, id), await store.now());
	if (lease !== void 0) log.limitation(`Backup ${id} was not removed: ${describeLease(lease)}.`);
	return lease !== void 0;
}
/** The answer to a removal that was done may have been lost on the way. */
async function isGone({ store, target, log }, id) {
	try {
		return await store.head(KEYS.manifest(target, id)) === void 0;
	} catch {
		log.limitation(`Whether the manifest of backup ${id} is gone could not be told.`);
		return true;
	}
}
async function removeData({ store, target, log, signal }, id) {
	const keys = [];
	let removed = 0;
	try {
		for await (const { key } of store.list(KEYS.data(target, id))) keys.push(key);
		await severalAtOnce(keys, async (key) => {
			signal.throwIfAborted();
			await store.remove(key);
			removed += 1;
		});
		await store.remove(KEYS.started(target, id));
	} catch (error) {
		const left = keys.length === 0 ? "The" : `${keys.length - removed} of ${keys.length}`;
		log.limitation(`${left} stored objects of the removed backup ${id} are still there: lifeboat sweep.`);
		throw error;
	}
}
/** What a server wrote by itself may be a million objects. Stops at the first failure, which it throws when all have stopped. */
async function severalAtOnce(keys, step) {
	const left = keys.values();
	const failures = [];
	const work = async () => {
		for (const key of left) {
			if (failures.length > 0) return;
			await step(key).catch((error) => void failures.push(error));
		}
	};
	await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, work));
	if (failures.length > 0) throw failures[0];
}
// src/prune/survey.ts
const READS_AT_ONCE = 8;
/** Reads what retention decides by: every manifest, every verification and drill, the store's clock, and a listing of the volumes. */
async function surveyBackups(target, sources) {
	const { store, ledgerUnread } = sources;
	const now = await store.now();
	const entries = await listBackups(store, target.name);
	const sizes = await listSizes(store, target.name);
	const seen = await pLimit(READS_AT_ONCE).map(entries, (entry) => look(sources, entry, {
		sizes,
		now
	}));
	const manifests = new Map(seen.flatMap(({ backup, sha256 }) => pair(backup.id, sha256)));
	const doubts = ledgerUnread === void 0 ? [] : [`the ledger cannot be read (${ledgerUnread})`];
	const warn = (sentence) => void doubts.push(sentence);
	const proofs = await proofsOf(target, {
		...sources,
		now,
		warn
	}, {
		entries,
		manifests
	});
	const lost = await findLost(sources, {
		target: target.name,
		entries,
		found: entries.at(-1)
	});
	if (lost !== void 0) doubts.push(`backup ${lost.id} is lost: its manifest is not in store ${store.name}`);
	const leases = await liveLeases(store, KEYS.leasesAll(target.name), now);
	const leaseOf = new Map(leases.map((lease) => [lease.backupId, describeLease(lease)]));
	return {
		input: {
			backups: withBases(seen, new Map(proofs.filter(({ result }) => result === "bad").map(({ backup, by }) => [backup, by]))).map((backup) => {
				const lease = leaseOf.get(backup.id);
				return lease === void 0 ? backup : {
					...backup,
					lease
				};
			}),
			proofs,
			policy: {
				...target.retention,
				...intervalOf(target, now)
			},
			now,
			doubts
		},
		manifests
	};
}
async function look(sources, entry, { sizes, now }) {
	const { id } = entry;
	const seen = await lookAtBackup(sources, entry);
	if ("what" in seen) return { backup: {
		id,
		at: entry.at.toISOString(),
		trouble: seen.what
	} };
	const at = seen.availableAt ?? entry.at.toISOString();
	const future = futureId(entry, now) ?? futureContent(seen, now);
	const troubles = [
		...seen.anchor === "none" ? ["no record vouches for it"] : [],
		...future === void 0 ? [] : [`it ${future}`],
		...checkVolumes(seen.manifest, sizes, sources.store).map(({ what }) => what)
	];
	const bases = basesOf(seen.manifest);
	return {
		backup: {
			id,
			at,
			...bases.length === 0 ? {} : { bases },
			...troubles.length === 0 ? {} : { trouble: troubles.join(", ") }
		},
		sha256: seen.sha256
	};
}
/** What is wrong with a backup is wrong with every one that is based on it. */
function withBases(seen, bad) {
	const troubles = new Map(seen.map(({ backup }) => [backup.id, backup.trouble]));
	return seen.map(({ backup }) => {
		const { bases = [], trouble } = backup;
		const base = bases.find((id) => troubles.get(id) !== void 0 || bad.has(id));
		if (base === void 0 || trouble !== void 0) return backup;
		const why = troubles.get(base) ?? `${bad.get(base)} found it bad`;
		return {
			...backup,
			trouble: `it is based on ${base}, and ${why}`
		};
	});
}
async function proofsOf(target, sources, known) {
	const { entries, manifests } = known;
	const judgements = await readJudgements({
		...sources,
		target: target.name,
		since: entries[0]?.at ?? /* @__PURE__ */ new Date(0),
		until: new Date(sources.now.getTime() + TOLERATED_SKEW_MS),
		backupIds: new Set(entries.map(({ id }) => id)),
		complete: true
	});
	return [...judgeCopies(judgements)].flatMap(([backup, { bad, proof }]) => {
		if (bad !== void 0) return [{
			backup,
			result: "bad",
			by: `${bad.kind} ${bad.id}`
		}];
		if (proof === void 0 || proof.backup?.manifestSha256 !== manifests.get(backup)) return [];
		return [{
			backup,
			result: "proven",
			by: `drill ${proof.id}`
		}];
	});
}
function intervalOf({ schedule, timeZone }, now) {
	if (schedule.backup === void 0) return {};
	const intervalMs = widestGap({
		expression: schedule.backup,
		timeZone
	}, now);
	return Number.isFinite(intervalMs) ? { intervalMs } : {};
}
function pair(id, sha256) {
	return sha256 === void 0 ? [] : [[id, sha256]];
}
// src/prune/run-prune.ts
/** What prune would keep and remove now; removes and records nothing. */
async function planPrune(job) {
	const { target, olderThanMs } = job;
	const { input, manifests } = await surveyBackups(target, job);
	const policy = {
		...input.policy,
		...olderThanMs === void 0 ? {} : { withinMs: olderThanMs }
	};
	const troubles = input.backups.flatMap(({ id, trouble }) => trouble === void 0 ? [] : [`backup ${id} is kept: ${trouble}`]);
	return {
		decisions: retentionPlan({
			...input,
			policy
		}),
		findings: [...input.doubts ?? [], ...troubles],
		manifests
	};
}
/**
* Removes what the plan drops. Two records say so: one before the first removal, so that a killed run's removals are known to be
* meant, one at the end with what became of each. Where the first cannot be written nothing is removed. Throws
* `evidence-undelivered` when the last one of a good run could not be.
*/
async function runPrune(job) {
	const { store, context } = job;
	const log = beginJob(job);
	const removals = [];
	let plan;
	let reason;
	try {
		plan = await log.phase("plan", () => planPrune(job));
		job.planned?.(plan);
		for (const sentence of plan.findings) log.limitation(sentence);
		removals.push(...plan.decisions.filter(({ keep }) => !keep).map(toRemoval));
		if (removals.length > 0) await announce(job, plan);
		await log.phase("remove", () => removeAll(job, log, removals));
	} catch (error) {
		reason = error;
	}
	const record = {
		...log.finish(reason),
		kind: "prune",
		store: store.name,
		applied: true,
		...listed(plan, removals)
	};
	return deliverRecord(record, {
		store,
		reporter: context.reporter,
		reason
	});
}
function toRemoval({ backup }) {
	return {
		id: backup.id,
		bases: backup.bases ?? [],
		result: "planned"
	};
}
/** Accounts for no scheduled time: the record at the end does. */
async function announce(owner, plan) {
	const { recordId: _, ...job } = owner;
	const intent = {
		...beginJob({
			...job,
			trigger: { kind: job.trigger.kind }
		}).finish(),
		kind: "prune",
		store: job.store.name,
		applied: false,
		...listed(plan, [])
	};
	try {
		await writeRecord(job.store, intent);
	} catch (error) {
		throw isLifeboatError(error, "evidence-undelivered") ? error.cause ?? error : error;
	}
}
function removeAll({ store, target, context }, log, removals) {
	return removeBackups(removals, {
		store,
		target: target.name,
		signal: context.signal,
		log
	});
}
function listed(plan, removals) {
	const results = new Map(removals.map(({ id, result }) => [id, result]));
	const decisions = plan?.decisions ?? [];
	return {
		kept: decisions.filter(({ keep }) => keep).map(({ backup: { id }, reasons }) => ({
			id,
			reasons: [...reasons]
		})),
		dropped: decisions.filter(({ keep }) => !keep).map(({ backup: { id }, reasons }) => ({
			id,
			manifestSha256: plan?.manifests.get(id) ?? "",
			reasons: [...reasons],
			result: results.get(id) ?? "planned"
		}))
	};
}
export { planPrune, runPrune };
