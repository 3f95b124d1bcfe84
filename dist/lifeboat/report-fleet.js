import { a as previousFire, i as nextFire, t as fires } from "./cron2.js";
import { n as instant, r as monthBefore, t as clip } from "./period2.js";
import { n as worstVerdict, t as judgeDuration } from "./verdict.js";
import { t as judgeCopies } from "./judge-copies.js";
import { n as EXIT, t as ERROR_CODES } from "./errors.js";
import { t as canonicalBytes } from "./canonical.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
// src/compliance/known-record.ts
/** What was known at `asOf` (milliseconds), oldest first: the order in which records are given says nothing. */
function knownAt(records, asOf) {
	return records.filter(({ record }) => Date.parse(record.finishedAt) <= asOf).toSorted((a, b) => compareTexts(orderOf(a), orderOf(b)));
}
function ofKind(records, kind) {
	return records.filter((known) => known.record.kind === kind);
}
/** By bytes, not by locale, so that every machine sorts alike. */
function compareTexts(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
function orderOf({ record }) {
	return `${new Date(record.finishedAt).toISOString()} ${record.id}`;
}
// src/compliance/policies.ts
/** The policies in force in a span of time, in order; before the first record nothing is known to have been asked for. */
function policiesIn(known, span) {
	const policies = ofKind(known, "policy").toSorted((a, b) => begin(a) - begin(b));
	return policies.map((item, index) => {
		const next = policies[index + 1];
		const to = next === void 0 ? Infinity : begin(next);
		return clip({
			policy: item.record,
			sha256: item.sha256,
			from: begin(item),
			to
		}, span);
	}).filter(({ from, to }) => from < to);
}
function begin({ record }) {
	return Date.parse(record.startedAt);
}
// src/compliance/as-of.ts
/** After it no expected run is pending any more, and runs of the period's last moment have ended. */
const GRACE_MS = 864e5;
/**
* The moment whose knowledge a report of a period has, in milliseconds. While the period runs (by `now`), that of the
* newest record or of the last run that was expected after it, so that silence counts. Once it is over, at least its end. From a day later on always that day, so that the report
* stays what it is.
*/
function asOfPeriod(records, { from, to }, now) {
	if (now >= to + GRACE_MS) return to + GRACE_MS;
	const last = lastKnown(records, now) ?? from;
	return now < to ? last : Math.max(last, to);
}
/**
* When the newest record was finished, or when a run was expected last if that is later: the same records give the same moment
* until a run is expected again.
*/
function lastKnown(records, now) {
	const newest = newestRecord(records, now);
	return newest === void 0 ? void 0 : Math.max(newest, ...expectedBetween(records, newest, now));
}
/** The last time that each schedule in force asked for after `newest` and before `now`. */
function expectedBetween(records, newest, now) {
	return [...Map.groupBy(knownAt(records, now), ({ record }) => record.target).values()].flatMap((known) => policiesIn(known, {
		from: newest,
		to: now
	}).flatMap(lastFires)).filter((time) => time > newest);
}
function lastFires({ policy: { schedule, timeZone }, to }) {
	return Object.values(schedule).flatMap((expression) => {
		const last = previousFire({
			expression,
			timeZone
		}, /* @__PURE__ */ new Date(to - 1));
		return last === void 0 ? [] : [last.getTime()];
	});
}
/** One that says it is of the future says nothing. */
function newestRecord(records, now) {
	const times = records.map(({ record }) => Date.parse(record.finishedAt)).filter((time) => time <= now);
	return times.length === 0 ? void 0 : times.reduce((a, b) => Math.max(a, b));
}
// src/compliance/group-compliance.ts
/** Judges a group by its members and its own drills; a member without a judgement makes it `notMeasured` at best. */
function judgeGroup({ name, targets, rtoMs, reconcile }, judged, drills) {
	const members = targets.map((target) => judged.find((one) => one.target === target));
	const present = members.filter((member) => member !== void 0);
	const verdict = (of) => worstVerdict(members.map((member) => member === void 0 ? "notMeasured" : of(member)));
	const maxima = present.flatMap(({ rto }) => rto.maxMs === void 0 ? [] : [rto.maxMs]);
	const exposure = (standing) => ({
		verdict: verdict(({ rpo }) => rpo[standing].verdict),
		...smallestShare(members.map((member) => member?.rpo[standing])),
		...largestExposure(present, standing)
	});
	const rto = recoveryTime$1(drills, maxima);
	const reconciliation = worstVerdict(drills.map(({ verdicts }) => verdicts.reconciliation));
	return {
		group: name,
		targets,
		rpo: {
			claimed: exposure("claimed"),
			proven: exposure("proven")
		},
		rto,
		reconciliation,
		overall: worstVerdict([
			verdict(({ verdicts }) => verdicts.overall),
			...rtoMs === void 0 ? [] : [rto.verdict],
			...reconcile.length === 0 ? [] : [reconciliation]
		])
	};
}
/** The drills of a group that came to an end of their own in a span. */
function groupDrillsIn(known, group, { from, to }) {
	return ofKind(known, "groupDrill").map(({ record }) => record).filter(({ target, outcome, finishedAt }) => {
		const ended = Date.parse(finishedAt);
		return target === group && (outcome === "succeeded" || outcome === "failed") && from <= ended && ended < to;
	});
}
function recoveryTime$1(drills, members) {
	const times = drills.flatMap(({ rta }) => rta === void 0 ? [] : [rta.measuredMs]);
	return {
		verdict: worstVerdict(drills.map(({ verdicts }) => verdicts.rto)),
		n: times.length,
		...times.length === 0 ? {} : { maxMs: Math.max(...times) },
		...members.length === 0 ? {} : { slowestMemberMs: Math.max(...members) }
	};
}
function smallestShare(exposures) {
	const shares = exposures.map((exposure) => exposure?.insideBps).filter((share) => share !== void 0);
	return shares.length === exposures.length && shares.length > 0 ? { insideBps: Math.min(...shares) } : {};
}
function largestExposure(members, standing) {
	let found;
	for (const { target, rpo } of members) {
		const { worst } = rpo[standing];
		if (worst !== void 0 && worst.exposureMs > (found?.exposureMs ?? -1)) found = {
			...worst,
			target
		};
	}
	return found === void 0 ? {} : { worst: found };
}
// src/compliance/copy-states.ts
/** How what is known of each backup changes with the records; `known` is oldest first. */
function copyStates(known) {
	const eventsOf = eventsIn(known);
	const found = /* @__PURE__ */ new Map();
	return (id, store) => {
		const key = JSON.stringify([id, store]);
		const states = found.get(key) ?? statesAfter(id, eventsOf(id, store));
		found.set(key, states);
		return states;
	};
}
function eventsIn(known) {
	const spoken = wordsOf(known);
	const words = Map.groupBy(spoken, ({ by }) => by);
	const speakers = Map.groupBy(spoken.flatMap(({ by, of }) => of.map((id) => ({
		id,
		by
	}))), ({ id }) => id);
	const gone = Map.groupBy(removalsOf(known), ({ id }) => id);
	return (id, store) => {
		const said = [...new Set(speakers.get(id)?.map(({ by }) => by))].flatMap((by) => words.get(by) ?? []);
		const removals = (gone.get(id) ?? []).filter((removal) => removal.store === store);
		return [...said, ...removals].toSorted((a, b) => a.order - b.order);
	};
}
function statesAfter(id, events) {
	const said = [];
	const states = [];
	let judgement = {};
	let removed = false;
	for (const event of events) {
		if ("record" in event) {
			said.push(event.record);
			judgement = judgeCopies(said).get(id) ?? {};
		} else ({removed} = event);
		const sound = !removed && judgement.bad === void 0;
		const proven = judgement.proof !== void 0;
		const last = states.at(-1) ?? {
			sound: true,
			proven: false
		};
		if (sound !== last.sound || proven !== last.proven) states.push({
			time: event.time,
			sound,
			proven
		});
	}
	return states;
}
function wordsOf(known) {
	const manifests = new Map(ofKind(known, "backup").map(({ record: { backup } }) => [backup?.id, backup?.manifestSha256]));
	return known.flatMap(({ record }, order) => {
		if (!isJudgement(record) || record.backup === void 0) return [];
		const { id, manifestSha256 } = record.backup;
		const said = judgeCopies([record]);
		if (said.get(id)?.proof === record && (manifests.get(id) ?? manifestSha256) !== manifestSha256) return [];
		return [{
			order,
			time: Date.parse(record.finishedAt),
			record,
			by: id,
			of: [...said.keys()]
		}];
	});
}
function isJudgement(record) {
	return record.kind === "verification" || record.kind === "drill" || record.kind === "restore";
}
function removalsOf(known) {
	return known.flatMap(({ record }, order) => record.kind === "prune" ? removals(record, order) : []);
}
/** A run that was killed has left what it was about to remove; a later one says what is still there. */
function removals(record, order) {
	const { applied, store, kept, dropped, finishedAt } = record;
	const gone = applied ? "removed" : "planned";
	const time = Date.parse(finishedAt);
	return [...kept.map(({ id }) => ({
		order,
		time,
		id,
		store,
		removed: false
	})), ...dropped.map(({ id, result }) => ({
		order,
		time,
		id,
		store,
		removed: result === gone
	}))];
}
// src/compliance/recovery-points.ts
/**
* When the points of a target begin and cease to count, in order of time. `known` is oldest first. A point counts from when it
* was available, or from the end of the drill that proved it, until it or what it is based on is found bad or removed; a later
* good verdict brings a bad one back.
*/
function pointChanges(known, standing) {
	const statesOf = copyStates(known);
	return madeBackups(known).flatMap((made) => changesOf(made, standing, statesOf)).toSorted((a, b) => a.time - b.time || compareTexts(a.point.id, b.point.id));
}
/** The newest point that counts after all changes up to `time`. */
function newestPoint(changes, time) {
	const counting = /* @__PURE__ */ new Map();
	for (const change of changes) if (change.time <= time) applyChange(counting, change);
	return newestOf(counting);
}
/** Notes a change in the points that count, by id. */
function applyChange(counting, { point, counts }) {
	if (counts) counting.set(point.id, point);
	else counting.delete(point.id);
}
/** The point with the newest data. */
function newestOf(counting) {
	let newest;
	for (const point of counting.values()) if (newest === void 0 || point.at > newest.at) newest = point;
	return newest;
}
function changesOf({ record, published }, standing, statesOf) {
	const availableAt = Date.parse(record.availableAt);
	const at = Math.min(Date.parse(record.consistency.fromAt), availableAt);
	const { id, store } = record.backup;
	const point = {
		id,
		at,
		published
	};
	const chain = [id, ...record.bases ?? []].map((member) => statesOf(member, store));
	const times = chain.flat().map(({ time }) => Math.max(time, availableAt));
	const changes = [];
	for (const time of [.../* @__PURE__ */ new Set([availableAt, ...times])].toSorted((a, b) => a - b)) {
		const counts = isCounting(chain, standing, time);
		if (counts !== (changes.at(-1)?.counts ?? false)) changes.push({
			time,
			point,
			counts
		});
	}
	return changes;
}
/** Whether a backup, the first of the chain, is of use at a moment: without any of its bases it is not. */
function isCounting(chain, standing, moment) {
	const states = chain.map((known) => known.findLast(({ time }) => time <= moment));
	if (states.some((state) => state?.sound === false)) return false;
	return standing === "claimed" || states[0]?.proven === true;
}
function madeBackups(known) {
	return ofKind(known, "backup").filter((item) => {
		const { backup, consistency, availableAt } = item.record;
		return backup !== void 0 && consistency !== void 0 && availableAt !== void 0;
	});
}
// src/compliance/exposure.ts
/** E(t) = t − max{cᵢ : aᵢ ≤ t} over a span: exact, because it grows evenly between two changes. */
function measureExposure(changes, objectives, span) {
	const segments = segmentsOf(changes, objectives, span);
	const judged = segments.filter(({ rpoMs }) => rpoMs !== void 0);
	const outside = joinAdjacent(judged.map(outsidePart).filter(({ from, to }) => from < to));
	const judgedMs = lengthOf(judged);
	const insideMs = judgedMs - lengthOf(outside.flat());
	const worst = worstOf(segments);
	return {
		verdict: verdictOf({
			outsideMs: judgedMs - insideMs,
			judgedMs
		}, span),
		...worst === void 0 ? {} : { worst },
		withoutPointMs: withoutPointMs(segments),
		judgedMs,
		insideMs,
		...judgedMs === 0 ? {} : { insideBps: Math.floor(insideMs * 1e4 / judgedMs) },
		breaches: outside.map(breachOf)
	};
}
function segmentsOf(changes, objectives, { from, to }) {
	const edges = [...changes.map(({ time }) => time), ...objectives.flatMap((objective) => [objective.from, objective.to])];
	if (from >= to) return [];
	const times = [.../* @__PURE__ */ new Set([
		from,
		...edges.filter((time) => time > from && time < to),
		to
	])].toSorted((a, b) => a - b);
	const counting = newestAlong(changes);
	return times.slice(0, -1).map((begin, index) => {
		const point = counting(begin);
		const objective = objectives.find((span) => span.from <= begin && begin < span.to);
		return {
			from: begin,
			to: times[index + 1] ?? to,
			...point === void 0 ? {} : { pointAt: point.at },
			...objective === void 0 ? {} : { rpoMs: objective.rpoMs }
		};
	});
}
/** Answers for ever later times which point is the newest; looks at all of them only after one ceased to count. */
function newestAlong(changes) {
	const counting = /* @__PURE__ */ new Map();
	let newest;
	let index = 0;
	return (time) => {
		for (let change = changes[index]; change !== void 0 && change.time <= time; change = changes[++index]) {
			applyChange(counting, change);
			if (!change.counts) newest = newestOf(counting);
			else if (newest === void 0 || change.point.at > newest.at) newest = change.point;
		}
		return newest;
	};
}
function outsidePart(segment) {
	const { from, pointAt, rpoMs = 0 } = segment;
	return pointAt === void 0 ? segment : {
		...segment,
		from: Math.max(from, pointAt + rpoMs)
	};
}
function joinAdjacent(segments) {
	const runs = [];
	for (const segment of segments) {
		const last = runs.at(-1);
		if (last?.at(-1)?.to === segment.from) last.push(segment);
		else runs.push([segment]);
	}
	return runs;
}
function breachOf(run) {
	const from = run[0]?.from ?? 0;
	const to = run.at(-1)?.to ?? 0;
	const worst = worstOf(run);
	return {
		from: instant(from),
		to: instant(to),
		durationMs: to - from,
		...worst === void 0 ? {} : { worst },
		withoutPointMs: withoutPointMs(run)
	};
}
/** Of equal ones the first. */
function worstOf(segments) {
	let worst;
	for (const { to, pointAt } of segments) {
		const exposureMs = to - (pointAt ?? Infinity);
		if (exposureMs > (worst?.exposureMs ?? -1)) worst = {
			exposureMs,
			to
		};
	}
	return worst && {
		exposureMs: worst.exposureMs,
		at: instant(worst.to)
	};
}
function withoutPointMs(segments) {
	return lengthOf(segments.filter(({ pointAt }) => pointAt === void 0));
}
function lengthOf(segments) {
	return segments.reduce((sum, { from, to }) => sum + to - from, 0);
}
function verdictOf({ outsideMs, judgedMs }, { from, to }) {
	if (outsideMs > 0) return "breached";
	return judgedMs === 0 || judgedMs < to - from ? "notMeasured" : "met";
}
// src/compliance/slots.ts
const SCHEDULE_KINDS = [
	"backup",
	"verify",
	"drill",
	"prune",
	"check"
];
/** Every time at which the schedules in force asked for a kind, in order. */
function expectedSlots(kind, policies) {
	const found = policies.flatMap((span) => {
		const expression = span.policy.schedule[kind];
		if (expression === void 0) return [];
		const schedule = {
			expression,
			timeZone: span.policy.timeZone
		};
		return firesIn(schedule, span).map((time) => ({
			time,
			schedule
		}));
	});
	return found.map(({ time, schedule }, index) => {
		return {
			time,
			gapMs: (found[index + 1]?.time ?? nextFire(schedule, new Date(time))?.getTime() ?? Infinity) - time
		};
	});
}
/** Schedules know whole seconds only. */
function firesIn(schedule, { from, to }) {
	return [...fires(schedule, /* @__PURE__ */ new Date(from - 1e3), new Date(to))].map((fire) => fire.getTime()).filter((time) => from <= time && time < to);
}
// src/compliance/population.ts
const HOUR_MS$1 = 36e5;
const DAY_MS$1 = 24 * HOUR_MS$1;
const KIND_OF = {
	backup: "backup",
	verification: "verify",
	drill: "drill",
	prune: "prune",
	check: "check"
};
/** Matches the expected runs of a span with the records of a target, `known` oldest first. */
function reconcile(known, expectations) {
	const runs = known.flatMap(scheduledRun);
	const missed = noticedMisses(known);
	const parts = SCHEDULE_KINDS.map((kind) => {
		const expected = expectedSlots(kind, expectations.policies);
		const own = runs.filter((run) => run.kind === kind);
		const times = new Set(expected.map(({ time }) => time));
		const bySlot = Map.groupBy(own, ({ slot }) => slot ?? NaN);
		const slots = expected.map((slot) => slotOf(kind, slot, {
			attempts: bySlot.get(slot.time) ?? [],
			asOf: expectations.asOf,
			noticedBy: missed.get(`${kind} ${slot.time}`)
		}));
		const unexpected = own.filter((run) => isUnexpected(run, times, expectations.span)).map(unexpectedRun);
		return {
			slots,
			unexpected,
			counts: countsOf(kind, slots, unexpected)
		};
	});
	return {
		counts: parts.map(({ counts }) => counts).filter(({ expected, unexpected }) => expected + unexpected > 0),
		slots: parts.flatMap(({ slots }) => slots),
		unexpected: parts.flatMap(({ unexpected }) => unexpected)
	};
}
function scheduledRun({ record, sha256 }) {
	const kind = KIND_OF[record.kind];
	if (kind === void 0 || record.kind === "prune" && !record.applied) return [];
	const { id, outcome, startedAt, trigger } = record;
	return [{
		kind,
		id,
		sha256,
		outcome,
		startedAt,
		slot: trigger.kind === "schedule" && trigger.scheduledFor !== void 0 ? Date.parse(trigger.scheduledFor) : void 0,
		started: Date.parse(startedAt),
		done: isDone(record)
	}];
}
/** A run that found something breached or open did what it was asked for. */
function isDone({ outcome, error }) {
	if (error === void 0) return outcome === "succeeded";
	return error.code in ERROR_CODES && ERROR_CODES[error.code] === EXIT.breached;
}
function slotOf(kind, slot, { attempts, asOf, noticedBy }) {
	const inOrder = attempts.toSorted((a, b) => a.started - b.started);
	const deciding = inOrder.find(({ done }) => done) ?? inOrder.at(-1);
	const scheduledFor = instant(slot.time);
	if (deciding === void 0) return {
		kind,
		scheduledFor,
		state: noticedBy === void 0 && asOf < slot.time + Math.min(DAY_MS$1, slot.gapMs) ? "pending" : "missed",
		runs: [],
		...noticedBy === void 0 ? {} : { noticedBy }
	};
	return {
		kind,
		scheduledFor,
		state: stateOf(deciding, slot),
		slippageMs: deciding.started - slot.time,
		runs: inOrder.map((run) => ({
			...runOf(run),
			superseded: run !== deciding
		}))
	};
}
function stateOf({ done, outcome, started }, { time, gapMs }) {
	if (!done) return outcome === "cancelled" ? "cancelled" : "failed";
	return started - time > Math.min(HOUR_MS$1, gapMs / 2) ? "late" : "executed";
}
function isUnexpected({ slot, started }, expected, { from, to }) {
	const time = slot ?? started;
	return from <= time && time < to && (slot === void 0 || !expected.has(slot));
}
function unexpectedRun(run) {
	return {
		kind: run.kind,
		...runOf(run),
		reason: run.slot === void 0 ? "manual" : "notInForce"
	};
}
function runOf({ id, sha256, outcome, startedAt }) {
	return {
		id,
		sha256,
		outcome,
		startedAt
	};
}
/** The first run that found each missed time, by kind and time. */
function noticedMisses(known) {
	const found = /* @__PURE__ */ new Map();
	for (const { record } of known) {
		const kind = KIND_OF[record.kind];
		for (const time of record.trigger.missed ?? []) {
			const slot = `${kind} ${Date.parse(time)}`;
			if (!found.has(slot)) found.set(slot, record.id);
		}
	}
	return found;
}
function countsOf(kind, slots, unexpected) {
	const count = (state) => slots.filter((slot) => slot.state === state).length;
	return {
		kind,
		expected: slots.length,
		executed: count("executed"),
		late: count("late"),
		failed: count("failed"),
		cancelled: count("cancelled"),
		missed: count("missed"),
		pending: count("pending"),
		superseded: slots.flatMap(({ runs }) => runs).filter(({ superseded }) => superseded).length,
		unexpected: unexpected.length
	};
}
// src/compliance/recovery-time.ts
/** The drills that ended in a span, oldest first; `known` is oldest first. */
function drillsIn(known, { from, to }) {
	return ofKind(known, "drill").filter(({ record }) => {
		const ended = Date.parse(record.finishedAt);
		return from <= ended && ended < to;
	}).map(actualOf);
}
/** Below 29 drills a 95th percentile would say more than is known, so there are n, median and maximum only. */
function recoveryTime(drills) {
	const measured = drills.filter(({ rtaMs }) => rtaMs !== void 0);
	const times = measured.map(({ rtaMs = 0 }) => rtaMs);
	const phases = Map.groupBy(measured.flatMap((drill) => drill.phases), ({ name }) => name);
	return {
		verdict: worstVerdict(drills.filter(isConclusive).map(({ verdicts }) => verdicts.rto)),
		n: times.length,
		...times.length === 0 ? {} : {
			medianMs: median(times),
			maxMs: Math.max(...times)
		},
		phases: [...phases].map(([name, own]) => ({
			name,
			n: own.length,
			medianMs: median(own.map(({ durationMs }) => durationMs))
		}))
	};
}
/** The worst that the drills of a span found; of none, `notMeasured`. */
function integrityOf(drills) {
	return worstVerdict(drills.filter(isConclusive).map(({ verdicts }) => verdicts.integrity));
}
/** A drill that could not run says nothing, and its absence is seen in the population. */
function isConclusive({ outcome }) {
	return outcome === "succeeded" || outcome === "failed";
}
function actualOf({ record, sha256 }) {
	const { id, plan, startedAt, outcome, proven, grade, rta, phases } = record;
	return {
		id,
		sha256,
		plan,
		startedAt,
		outcome,
		...record.backup === void 0 ? {} : { backup: record.backup.id },
		proven,
		...grade === void 0 ? {} : { grade },
		...rta === void 0 ? {} : { rtaMs: rta.measuredMs },
		...rta?.objectiveMs === void 0 ? {} : { rtoMs: rta.objectiveMs },
		verdicts: {
			rto: judgeDuration(rta?.measuredMs, rta?.objectiveMs),
			integrity: record.verdicts.integrity
		},
		phases
	};
}
/** Rounded down between the two in the middle. */
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
	return Math.floor((low + high) / 2);
}
// src/compliance/target-compliance.ts
/** Judges a target by its records, in any order. What is not in them is never `met`. */
function judgeTarget(records, { target, engine, span, asOf }) {
	const known = knownAt(records, asOf);
	const ended = {
		from: span.from,
		to: Math.min(span.to, asOf)
	};
	const judged = {
		...ended,
		from: Math.max(span.from, beginOf(known))
	};
	const policies = policiesIn(known, ended);
	const objectives = policies.flatMap(({ from, to, policy: { objectives } }) => objectives.rpoMs === void 0 ? [] : [{
		from,
		to,
		rpoMs: objectives.rpoMs
	}]);
	const claimed = measureExposure(pointChanges(known, "claimed"), objectives, judged);
	const proven = measureExposure(pointChanges(known, "proven"), objectives, judged);
	const drills = drillsIn(known, ended);
	const rto = recoveryTime(drills);
	const integrity = integrityOf(drills);
	return {
		target,
		engine,
		...judged.from < judged.to ? { judged: {
			from: instant(judged.from),
			to: instant(judged.to)
		} } : void 0,
		policies: policies.map(inForce),
		rpo: {
			claimed,
			proven
		},
		rto,
		drills,
		population: reconcile(known, {
			policies,
			span: ended,
			asOf
		}),
		verdicts: {
			rpoClaimed: claimed.verdict,
			rpoProven: proven.verdict,
			rto: rto.verdict,
			integrity,
			overall: worstVerdict([
				claimed.verdict,
				rto.verdict,
				integrity
			])
		},
		limitations: limitationsOf({
			judged,
			span,
			policies,
			judgedMs: claimed.judgedMs
		})
	};
}
/** Before its first record a target was not there to be protected. */
function beginOf(known) {
	return known.reduce((first, { record }) => Math.min(first, Date.parse(record.startedAt)), Infinity);
}
function inForce({ policy, sha256, from, to }) {
	const { id, objectives, schedule, timeZone } = policy;
	return {
		id,
		sha256,
		from: instant(from),
		to: instant(to),
		objectives,
		schedule,
		timeZone
	};
}
function limitationsOf({ judged, span, policies, judgedMs }) {
	if (judged.from >= judged.to) return ["There is no record of this target up to the end of the period."];
	const first = policies[0];
	const from = Math.min(first?.from ?? Infinity, judged.to);
	return [
		...judged.from > span.from ? [`There is no record of this target before ${instant(judged.from)}, so earlier time is not judged.`] : [],
		...judged.to < span.to ? [`The period is judged up to ${instant(judged.to)}: later time is not known yet.`] : [],
		...from > judged.from ? [`No policy record was in force before ${instant(from)}: what was asked for until then is not known, so nothing is expected of it.`] : [],
		...judgedMs < judged.to - judged.from && first !== void 0 ? ["In part of the period no RPO objective was in force, so the whole of it cannot be met."] : []
	];
}
// src/compliance/compliance.ts
/** Judges a fleet over a period by what was known at `asOf` (milliseconds): the same input gives the same result. */
function judgeFleet(fleet, period, asOf) {
	const byTarget = Map.groupBy(fleet.records, ({ record }) => record.target);
	const targets = fleet.targets.toSorted((a, b) => compareTexts(a.name, b.name)).map(({ name, engine }) => judgeTarget(byTarget.get(name) ?? [], {
		target: name,
		engine,
		span: period,
		asOf
	}));
	const known = fleet.records.filter(({ record }) => Date.parse(record.finishedAt) <= asOf);
	return {
		format: "lifeboat-compliance/1",
		project: fleet.project,
		period: {
			name: period.name,
			from: instant(period.from),
			to: instant(period.to)
		},
		asOf: instant(asOf),
		evidence: {
			...fleet.ledger === void 0 ? {} : { ledger: fleet.ledger },
			records: known.length,
			unpublished: known.filter(({ published }) => !published).length,
			notCounted: fleet.notCounted.toSorted(compareTexts)
		},
		targets,
		groups: fleet.groups.map((group) => judgeGroup(group, targets, groupDrillsIn(known, group.name, period)))
	};
}
const DAY_MS = 864e5;
/** How each target of a fleet stood at a moment (milliseconds), by its records alone. */
function overviewFleet(fleet, asOf) {
	const byTarget = Map.groupBy(fleet.records, ({ record }) => record.target);
	return fleet.targets.toSorted((a, b) => compareTexts(a.name, b.name)).map(({ name, engine }) => {
		const records = knownAt(byTarget.get(name) ?? [], asOf);
		return overviewTarget(records, judgeTarget(records, {
			target: name,
			engine,
			span: {
				from: asOf - 31 * DAY_MS,
				to: asOf
			},
			asOf
		}), asOf);
	});
}
function overviewTarget(known, recent, asOf) {
	const claimed = pointChanges(known, "claimed");
	const check = ofKind(known, "check").at(-1)?.record;
	return {
		...point("claimed", claimed, asOf),
		...point("anchored", claimed.filter(isAnchored), asOf),
		...point("proven", pointChanges(known, "proven"), asOf),
		recent,
		drills: drillsIn(known, {
			from: -Infinity,
			to: Infinity
		}).slice(-12),
		next: nextRuns(known, asOf),
		...check === void 0 ? {} : { check: {
			id: check.id,
			at: check.finishedAt,
			findings: check.findings
		} }
	};
}
function isAnchored({ point }) {
	return point.published;
}
function point(name, changes, asOf) {
	const newest = newestPoint(changes, asOf);
	if (newest === void 0) return {};
	return { [name]: {
		id: newest.id,
		at: instant(newest.at),
		ageMs: asOf - newest.at
	} };
}
function nextRuns(known, asOf) {
	const policy = ofKind(known, "policy").at(-1)?.record;
	if (policy === void 0) return [];
	return SCHEDULE_KINDS.flatMap((kind) => {
		const expression = policy.schedule[kind];
		if (expression === void 0) return [];
		const next = nextFire({
			expression,
			timeZone: policy.timeZone
		}, /* @__PURE__ */ new Date(asOf - 1e3));
		return next === void 0 ? [] : [{
			kind,
			at: instant(next.getTime())
		}];
	});
}
// src/report/markdown.ts
/** A table as GitHub renders it; empty without rows. Cells hold Markdown. */
function table(head, rows) {
	if (rows.length === 0) return "";
	return [
		row(head),
		row(head.map(() => "---")),
		...rows.map(row)
	].join("\n");
}
function row(cells) {
	return `| ${cells.join(" | ")} |`;
}
/** A text from outside as it is, whatever Markdown or HTML it may look like, on one line. */
function plain(text) {
	return text.replaceAll(/\s+/g, " ").trim().replaceAll(/[\\`*_{}[\]<>()#+!|~$&@:]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
/** An id or a digest. */
function code(text) {
	return text === void 0 ? "–" : `\`${text}\``;
}
/** Blocks with an empty line between them; empty ones are left out. */
function blocks(parts) {
	return parts.filter((part) => part !== "").join("\n\n");
}
function list(items) {
	return items.map((item) => `- ${item}`).join("\n");
}
// src/report/words.ts
const VERDICT_WORDS = {
	met: "met",
	breached: "**BREACHED**",
	notMeasured: "not measured",
	notComparable: "not comparable"
};
/** What a schedule of each kind asks for. */
const KIND_WORDS = {
	backup: "backups",
	verify: "verifications",
	drill: "drills",
	prune: "prunes",
	check: "checks"
};
/** `25h 40m`; at most three units. */
function duration(milliseconds) {
	return milliseconds === void 0 ? "–" : prettyMilliseconds(milliseconds, {
		unitCount: 3,
		secondsDecimalDigits: 1
	});
}
/** `2026-11-21 02:17:00`, UTC. */
function moment(instant) {
	return instant === void 0 ? "–" : instant.slice(0, 19).replace("T", " ");
}
/** `99.87 %`, never rounded up. */
function share(basisPoints) {
	return basisPoints === void 0 ? "–" : `${(basisPoints / 100).toFixed(2)} %`;
}
/** `1 drill`, `2 drills`. */
function plural(count, noun) {
	return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
// src/report/describe-drills.ts
/** What each drill found and measured, and where its time went. */
function describeDrills(drills) {
	const names = [...new Set(drills.flatMap(({ phases }) => phases.map(({ name }) => name)))];
	return blocks([table([
		"drill",
		"plan",
		"backup",
		"result",
		"RTA",
		"RTO",
		"verdict"
	], drills.map(({ id, plan, backup, rtaMs, rtoMs, verdicts, ...result }) => [
		code(id),
		code(plan),
		code(backup),
		resultWords(result),
		duration(rtaMs),
		duration(rtoMs),
		VERDICT_WORDS[verdicts.rto]
	])), table(["phases of", ...names], drills.map(({ id, phases }) => [code(id), ...names.map((name) => phaseText(phases, name))]))]);
}
const OUTCOME_WORDS = {
	succeeded: "not proven",
	failed: "**FAILED**",
	couldNotRun: "could not run",
	cancelled: "cancelled"
};
/** A drill that proved the copy did so also when it was too slow. */
function resultWords({ proven, grade, outcome }) {
	const words = proven ? "proven" : OUTCOME_WORDS[outcome];
	return grade === void 0 ? words : `${words}, grade ${grade}`;
}
function phaseText(phases, name) {
	const own = phases.filter((phase) => phase.name === name);
	return own.length === 0 ? "–" : duration(own.reduce((sum, { durationMs }) => sum + durationMs, 0));
}
// src/report/describe-population.ts
const STATE_WORDS = {
	executed: "executed",
	late: "late",
	failed: "**failed**",
	cancelled: "cancelled",
	missed: "**missed**",
	pending: "pending"
};
/** How many runs were expected and what became of them, by kind. */
function describeCounts({ counts }) {
	const head = [
		"expected",
		"executed",
		"late",
		"failed",
		"cancelled",
		"missed",
		"pending",
		"superseded",
		"unexpected"
	];
	return table(["runs", ...head], counts.map((count) => [KIND_WORDS[count.kind], ...head.map((state) => String(count[state]))]));
}
/** Every expected run that was not executed in time. */
function describeExceptions({ slots }) {
	return table([
		"run",
		"scheduled for (UTC)",
		"state",
		"began after",
		"record",
		"SHA-256"
	], slots.filter(({ state }) => state !== "executed").map((slot) => {
		const run = slot.runs.find(({ superseded }) => !superseded);
		return [
			slot.kind,
			moment(slot.scheduledFor),
			STATE_WORDS[slot.state],
			duration(slot.slippageMs),
			run === void 0 ? noticed(slot) : code(run.id),
			code(run?.sha256.slice(0, 12))
		];
	}));
}
function noticed({ noticedBy }) {
	return noticedBy === void 0 ? "none" : `none; noticed by ${code(noticedBy)}`;
}
/** Everything about the runs of a period. */
function describePopulation(population) {
	const exceptions = describeExceptions(population);
	const { unexpected } = population;
	return blocks([
		"### Population: what was expected and what became of it",
		population.counts.length === 0 ? "No policy record says what was expected, and nothing ran." : describeCounts(population),
		...exceptions === "" ? [] : ["Not executed in time:", exceptions],
		...unexpected.length === 0 ? [] : ["Runs that no schedule in force had asked for:"],
		table([
			"run",
			"began",
			"why",
			"outcome",
			"record",
			"SHA-256"
		], unexpected.map(({ kind, startedAt, reason, outcome, id, sha256 }) => [
			kind,
			moment(startedAt),
			reason === "manual" ? "by hand" : "its time is in no schedule then in force",
			outcome,
			code(id),
			code(sha256.slice(0, 12))
		]))
	]);
}
// src/report/period/describe-exposure.ts
/** Both curves of a target: the verdicts, and every time outside the objective. */
function describeExposure({ rpo: { claimed, proven } }) {
	return blocks([
		"### Recovery point: what a loss would have cost",
		table([
			"recovery points",
			"verdict",
			"worst exposure",
			"in the moment before",
			"time inside",
			"without any point"
		], [curveRow("claimed", claimed), curveRow("proven", proven)]),
		breaches("claimed", claimed.breaches),
		breaches("proven", proven.breaches)
	]);
}
function curveRow(name, exposure) {
	const { verdict, worst, insideBps, withoutPointMs } = exposure;
	return [
		name,
		VERDICT_WORDS[verdict],
		duration(worst?.exposureMs),
		moment(worst?.at),
		share(insideBps),
		withoutPointMs === 0 ? "–" : duration(withoutPointMs)
	];
}
function breaches(name, found) {
	if (found.length === 0) return "";
	return blocks([`Outside the objective by ${name} points:`, table([
		"from",
		"to",
		"for",
		"worst exposure",
		"without any point"
	], found.map(({ from, to, durationMs, worst, withoutPointMs }) => [
		moment(from),
		moment(to),
		duration(durationMs),
		duration(worst?.exposureMs),
		withoutPointMs === 0 ? "–" : duration(withoutPointMs)
	]))]);
}
// src/report/period/describe-target.ts
/** The section of one target. */
function describeTarget(target) {
	return blocks([
		`## ${target.target} (${target.engine})`,
		describeObjectives(target),
		describeExposure(target),
		describeRecoveryTime(target),
		describePopulation(target.population),
		...target.limitations.length === 0 ? [] : ["### Limitations"],
		list(target.limitations)
	]);
}
function describeObjectives({ policies }) {
	if (policies.length === 0) return "No policy record was in force: objectives and schedules are not known.";
	return blocks(["### Objectives and schedules in force", table([
		"from",
		"to",
		"RPO",
		"RTO",
		"approved",
		"schedules",
		"record"
	], policies.map(({ from, to, objectives, schedule, timeZone, id }) => [
		moment(from),
		moment(to),
		objectives.rpoMs === void 0 ? "not set" : duration(objectives.rpoMs),
		objectives.rtoMs === void 0 ? "not set" : duration(objectives.rtoMs),
		plain([objectives.approvedBy, objectives.approvedAt].filter((part) => part !== void 0).join(", ")) || "not said",
		schedulesText(schedule, timeZone),
		code(id)
	]))]);
}
function schedulesText(schedule, timeZone) {
	const kinds = Object.entries(schedule).toSorted(([a], [b]) => a < b ? -1 : 1);
	if (kinds.length === 0) return "none";
	return `${kinds.map(([kind, cron]) => `${kind} ${code(cron)}`).join(", ")} (${timeZone})`;
}
function describeRecoveryTime({ rto, drills, verdicts }) {
	const { n, medianMs, maxMs, phases } = rto;
	const measured = n === 0 ? "No drill that ended in the period measured a recovery time" : `${plural(n, "drill")} measured it: median ${duration(medianMs)}, longest ${duration(maxMs)}`;
	return blocks([
		"### Recovery time: what a restore took",
		`RTO ${VERDICT_WORDS[verdicts.rto]}. ${measured}. Integrity of what came back: ${VERDICT_WORDS[verdicts.integrity]}.`,
		table([
			"phase",
			"drills",
			"median"
		], phases.map((phase) => [
			phase.name,
			String(phase.n),
			duration(phase.medianMs)
		])),
		describeDrills(drills)
	]);
}
// src/report/period/describe-period.ts
const HOW = [
	"Exposure at a moment is its distance to the data of the newest recovery point that was available then; its worst is just before the next point lands. The time before the first point of the period and after the last is included; without any point everything would have been lost.",
	"A backup counts as claimed from when its upload was confirmed, and as proven from the end of the drill that proved it, until it is found bad or is removed. The overall verdict is the worst of RPO by claimed points, RTO and integrity; RPO by proven points stands beside it.",
	"RTO compares each drill with the objective in force at its time. A drill measures the restore, not how long it takes to notice a loss and to decide.",
	"Expected runs come from the policy records in force. A run is late when it began more than an hour after its time, or after half the time to the next one; what nobody ran is missed.",
	"Nothing that is missing is ever met."
];
/** A compliance report for people; the JSON beside it holds the same and every run with its record. */
function describePeriod(compliance) {
	const { project, period, asOf, targets, groups } = compliance;
	return `${blocks([
		`# Compliance of ${project}, ${period.name}`,
		`From ${moment(period.from)} to ${moment(period.to)} (not included), by what was known at ${moment(asOf)}. All times are UTC.`,
		table([
			"target",
			"overall",
			"RPO, claimed",
			"RPO, proven",
			"RTO",
			"integrity",
			"time inside",
			"runs done"
		], targets.map(summaryRow$1)),
		describeGroups(groups),
		...targets.map(describeTarget),
		"## How it was computed",
		list(HOW),
		describeEvidence(compliance)
	])}\n`;
}
function summaryRow$1({ target, verdicts, rpo, population }) {
	const expected = population.slots.filter(({ state }) => state !== "pending");
	const done = expected.filter(({ state }) => state === "executed" || state === "late");
	return [
		target,
		VERDICT_WORDS[verdicts.overall],
		VERDICT_WORDS[verdicts.rpoClaimed],
		VERDICT_WORDS[verdicts.rpoProven],
		VERDICT_WORDS[verdicts.rto],
		VERDICT_WORDS[verdicts.integrity],
		share(rpo.claimed.insideBps),
		expected.length === 0 ? "none expected" : `${done.length} of ${expected.length}`
	];
}
function describeGroups(groups) {
	if (groups.length === 0) return "";
	return blocks(["A group is as good as the worst of its members, and as its own drills showed it to be:", table([
		"group",
		"members",
		"overall",
		"RPO, claimed",
		"worst exposure",
		"RPO, proven",
		"RTO",
		"longest",
		"drills",
		"reconciled"
	], groups.map(({ group, targets, overall, rpo, rto, reconciliation }) => [
		group,
		targets.join(", "),
		VERDICT_WORDS[overall],
		VERDICT_WORDS[rpo.claimed.verdict],
		duration(rpo.claimed.worst?.exposureMs),
		VERDICT_WORDS[rpo.proven.verdict],
		VERDICT_WORDS[rto.verdict],
		duration(rto.maxMs),
		String(rto.n),
		VERDICT_WORDS[reconciliation]
	]))]);
}
function describeEvidence({ evidence: { ledger, records, unpublished, notCounted } }) {
	const head = ledger === void 0 ? "no ledger was published" : `the ledger up to batch ${ledger.sequence}, head ${code(ledger.head)}`;
	return blocks([
		"## Evidence",
		`${plural(records, "record")}: ${head}; ${unpublished} of them not published yet.`,
		list(notCounted.map(plain))
	]);
}
// src/report/svg/element.ts
/** One SVG element; attributes and text are escaped, children are elements. */
function element(name, attributes, children = []) {
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
	const content = typeof children === "string" ? escaped(children) : children.join("");
	return content === "" ? `<${name}${written.join("")}/>` : `<${name}${written.join("")}>${content}</${name}>`;
}
function escaped(text) {
	return text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
// src/report/svg/scale.ts
const SECOND_MS = 1e3;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Steps that people count time in. */
const STEPS_MS = [
	1,
	10,
	100,
	200,
	500,
	...[
		1,
		2,
		5,
		10,
		15,
		30
	].map((seconds) => seconds * SECOND_MS),
	...[
		1,
		2,
		5,
		10,
		15,
		30
	].map((minutes) => minutes * MINUTE_MS),
	...[
		1,
		2,
		4,
		6,
		12,
		24
	].map((hours) => hours * HOUR_MS)
];
const MOST_TICKS = 5;
/** Round durations from 0 to at least `largest`, evenly apart, at most five steps where such a step exists. */
function ticksUpTo(largest) {
	const step = STEPS_MS.find((candidate) => candidate * MOST_TICKS >= largest) ?? Math.ceil(largest / MOST_TICKS / (24 * HOUR_MS)) * 24 * HOUR_MS;
	const count = Math.max(1, Math.ceil(largest / step));
	return Array.from({ length: count + 1 }, (_, index) => index * step);
}
// src/report/svg/style.ts
/** The chart brings its own ground, so that its text reads whatever page it lies on and whichever theme the viewer believes in. */
const CHART_STYLE = `
.card{fill:#ffffff;stroke:#d0d7de}
text{font:12px system-ui,-apple-system,'Segoe UI','Noto Sans',Helvetica,Arial,sans-serif;fill:#1f2328}
.title{font-size:14px;font-weight:600}
.label{fill:#57606a}
.end{text-anchor:end}
.middle,.mark{text-anchor:middle}
.mark{font-size:15px;font-weight:700}
.good{fill:#1a7f37}
.bad{fill:#cf222e}
.none{fill:#57606a}
.grid{stroke:#d8dee4}
.objective{stroke:#cf222e;stroke-width:2;stroke-dasharray:6 4}
.bar{stroke:#ffffff;stroke-width:1}
.provision{fill:#6e7781}
.fetch{fill:#218bff}
.decrypt{fill:#a475f9}
.load{fill:#e16f24}
.index{fill:#bf8700}
.validate{fill:#2da44e}
.other{fill:#afb8c1}
@media (prefers-color-scheme:dark){
.card{fill:#0d1117;stroke:#30363d}
text{fill:#e6edf3}
.label,.none{fill:#9198a1}
.good{fill:#3fb950}
.bad{fill:#ff7b72}
.grid{stroke:#21262d}
.objective{stroke:#ff7b72}
.bar{stroke:#0d1117}
.other{fill:#484f58}
}
`;
// src/report/svg/drill-chart.ts
/** The phases of a recovery time, in their order; what is left of it is `other`. */
const PHASES = [
	"provision",
	"fetch",
	"decrypt",
	"load",
	"index",
	"validate"
];
const WIDTH = 760;
const HEIGHT = 320;
const PLOT = {
	left: 76,
	right: 744,
	top: 64,
	bottom: 244
};
const BAR_SHARE = .62;
/** An objective further above the longest bar would leave nothing of the bars to see. */
const MOST_HEADROOM = 3;
/** Bars keep their place and width while there are fewer. */
const SLOTS = 12;
const LEGEND_Y = 296;
const LEGEND_STEP = 88;
/** Bars of the phases of each drill, oldest first, with its objective and its result; reads on light and dark pages. */
function drillChart(target, drills) {
	const longest = Math.max(1, ...drills.map(({ rtaMs = 0 }) => rtaMs));
	const objectives = drills.flatMap(({ rtoMs }) => rtoMs === void 0 ? [] : [rtoMs]);
	const shown = objectives.filter((rtoMs) => rtoMs <= longest * MOST_HEADROOM);
	const ticks = ticksUpTo(Math.max(longest, ...shown));
	const top = ticks.at(-1) ?? 1;
	const y = (ms) => round(PLOT.bottom - (PLOT.bottom - PLOT.top) * ms / top);
	const slot = (PLOT.right - PLOT.left) / Math.max(SLOTS, drills.length);
	const words = chartText(target, drills);
	return `${element("svg", {
		xmlns: "http://www.w3.org/2000/svg",
		viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
		width: WIDTH,
		height: HEIGHT,
		role: "img",
		"aria-labelledby": "title description"
	}, [
		element("title", { id: "title" }, titleOf(target, drills)),
		element("desc", { id: "description" }, words),
		element("style", {}, CHART_STYLE),
		element("rect", {
			class: "card",
			x: .5,
			y: .5,
			width: 759,
			height: 319,
			rx: 6
		}),
		element("text", {
			class: "title",
			x: 16,
			y: 28
		}, titleOf(target, drills)),
		...ticks.flatMap((ms) => gridLine(ms, y(ms))),
		...drills.flatMap((drill, index) => column(drill, {
			left: PLOT.left + slot * index,
			width: slot,
			y
		})),
		...header(objectives.at(-1), top),
		...legend(drills, shown.length > 0)
	])}\n`;
}
/** What the chart shows, in words. */
function chartText(target, drills) {
	const each = drills.map(({ startedAt, rtaMs, proven, outcome }) => {
		const actual = rtaMs === void 0 ? "not measured" : duration(rtaMs);
		return `${startedAt.slice(0, 10)}: ${actual}, ${proven ? "proven" : OUTCOME_TEXT[outcome]}`;
	});
	return `${titleOf(target, drills)}. ${each.join("; ")}.`;
}
const OUTCOME_TEXT = {
	succeeded: "not proven",
	failed: "failed",
	couldNotRun: "could not run",
	cancelled: "cancelled"
};
function titleOf(target, drills) {
	return `${target}: actual recovery time of the last ${drills.length === 1 ? "drill" : `${drills.length} drills`}`;
}
function gridLine(ms, y) {
	return [element("line", {
		class: "grid",
		x1: PLOT.left,
		x2: PLOT.right,
		y1: y,
		y2: y
	}), element("text", {
		class: "label end",
		x: PLOT.left - 8,
		y: y + 4
	}, ms === 0 ? "0" : duration(ms))];
}
function column(drill, { left, width, y }) {
	const { startedAt, rtaMs, rtoMs } = drill;
	const middle = round(left + width / 2);
	const bar = {
		x: round(left + width * .38 / 2),
		width: round(width * BAR_SHARE)
	};
	const result = resultOf(drill);
	return [
		...stack(drill).map(({ phase, from, to }) => element("rect", {
			class: `bar ${phase}`,
			...bar,
			y: y(to),
			height: round(y(from) - y(to))
		})),
		...rtoMs === void 0 || y(rtoMs) < PLOT.top ? [] : [element("line", {
			class: "objective",
			x1: round(left),
			x2: round(left + width),
			y1: y(rtoMs),
			y2: y(rtoMs)
		})],
		element("text", {
			class: `mark ${result.name}`,
			x: middle,
			y: y(rtaMs ?? 0) - 6
		}, result.sign),
		element("text", {
			class: "label middle",
			x: middle,
			y: PLOT.bottom + 18
		}, startedAt.slice(5, 10))
	];
}
function stack({ rtaMs = 0, phases }) {
	let from = 0;
	return [...PHASES.flatMap((phase) => {
		const own = phases.find(({ name }) => name === phase)?.durationMs ?? 0;
		const to = Math.min(rtaMs, from + own);
		const part = {
			phase,
			from,
			to
		};
		from = to;
		return [part];
	}), {
		phase: "other",
		from,
		to: rtaMs
	}].filter((part) => part.from < part.to);
}
function resultOf({ proven, outcome }) {
	if (proven) return {
		name: "good",
		sign: "✓"
	};
	return outcome === "failed" ? {
		name: "bad",
		sign: "✗"
	} : {
		name: "none",
		sign: "?"
	};
}
/** What the marks mean and what was asked for, which may be too far above to be drawn. */
function header(rtoMs, top) {
	const above = rtoMs !== void 0 && rtoMs > top ? ", above this chart" : "";
	const objective = rtoMs === void 0 ? "no RTO" : `RTO ${duration(rtoMs)}${above}`;
	return [element("text", {
		class: "label end",
		x: PLOT.right,
		y: 28
	}, "✓ proven  ✗ failed  ? neither"), element("text", {
		class: "label end",
		x: PLOT.right,
		y: 46
	}, objective)];
}
function legend(drills, hasObjective) {
	const present = new Set(drills.flatMap(stack).map(({ phase }) => phase));
	const shown = [...PHASES, "other"].filter((phase) => present.has(phase));
	const entries = shown.flatMap((phase, index) => {
		const x = PLOT.left + index * LEGEND_STEP;
		return [element("rect", {
			class: `bar ${phase}`,
			x,
			y: 286,
			width: 12,
			height: 12,
			rx: 2
		}), element("text", {
			class: "label",
			x: x + 18,
			y: LEGEND_Y
		}, phase)];
	});
	if (!hasObjective) return entries;
	const x = PLOT.left + shown.length * LEGEND_STEP;
	return [
		...entries,
		element("line", {
			class: "objective",
			x1: x,
			x2: x + 20,
			y1: 292,
			y2: 292
		}),
		element("text", {
			class: "label",
			x: x + 26,
			y: LEGEND_Y
		}, "RTO")
	];
}
function round(value) {
	return Math.round(value * 10) / 10;
}
// src/report/readme/describe-overview.ts
/** The section of one target; `chart` is the path of its chart, absent when there is no drill yet. */
function describeOverview(overview, chart) {
	const { recent, drills } = overview;
	return blocks([
		`## ${recent.target}`,
		describePoints(overview),
		describeVerdicts(overview),
		...chart === void 0 ? ["No drill has been run yet."] : [picture(recent.target, overview, chart)],
		...drills.length === 0 ? [] : [details("These drills as a table", describeDrills(drills))],
		describeRuns(overview),
		describeNext(overview),
		describeCheck(overview)
	]);
}
function describePoints({ claimed, anchored, proven }) {
	return table([
		"recovery point",
		"backup",
		"data of (UTC)",
		"age",
		"meaning"
	], [
		pointRow("claimed", claimed, "its upload was verified"),
		pointRow("anchored", anchored, "a published record vouches for it"),
		pointRow("proven", proven, "a drill has restored and compared it")
	]);
}
function pointRow(name, point, meaning) {
	if (point === void 0) return [
		name,
		"**none**",
		"–",
		"–",
		meaning
	];
	return [
		name,
		code(point.id),
		moment(point.at),
		duration(point.ageMs),
		meaning
	];
}
function describeVerdicts({ recent }) {
	const { rpo, rto, drills, verdicts, policies } = recent;
	const objectives = policies.at(-1)?.objectives;
	const proven = drills.filter((drill) => drill.proven).length;
	return table([
		"",
		"objective",
		`actual in 31 days`,
		"verdict"
	], [
		[
			"RPO, claimed points",
			objectiveText(objectives?.rpoMs),
			exposureText(rpo.claimed),
			VERDICT_WORDS[verdicts.rpoClaimed]
		],
		[
			"RPO, proven points",
			objectiveText(objectives?.rpoMs),
			exposureText(rpo.proven),
			VERDICT_WORDS[verdicts.rpoProven]
		],
		[
			"RTO",
			objectiveText(drills.at(-1)?.rtoMs ?? objectives?.rtoMs),
			rto.n === 0 ? "–" : `${plural(rto.n, "drill")}: median ${duration(rto.medianMs)}, longest ${duration(rto.maxMs)}`,
			VERDICT_WORDS[verdicts.rto]
		],
		[
			"integrity",
			"what comes back is what was there",
			drills.length === 0 ? "–" : `${proven} of ${plural(drills.length, "drill")} proved it`,
			VERDICT_WORDS[verdicts.integrity]
		]
	]);
}
function objectiveText(ms) {
	return ms === void 0 ? "not set" : duration(ms);
}
function exposureText({ worst, insideBps, withoutPointMs }) {
	const parts = [
		...worst === void 0 ? [] : [`worst ${duration(worst.exposureMs)} before ${moment(worst.at)}`],
		...insideBps === void 0 ? [] : [`${share(insideBps)} of the time inside`],
		...withoutPointMs === 0 ? [] : [`no point for ${duration(withoutPointMs)}`]
	];
	return parts.length === 0 ? "–" : parts.join(", ");
}
function picture(target, { drills }, chart) {
	return `![${chartText(target, drills)}](${chart})`;
}
function details(summary, content) {
	return blocks([
		`<details><summary>${summary}</summary>`,
		content,
		"</details>"
	]);
}
function describeRuns({ recent: { population }, next }) {
	if (population.slots.length === 0) return next.length > 0 ? "No run has been due yet." : "No policy record says which runs were expected.";
	const exceptions = describeExceptions(population);
	return blocks([
		`Runs expected in 31 days:`,
		describeCounts(population),
		exceptions === "" ? "All of them were executed in time." : details("Those not executed in time", exceptions)
	]);
}
function describeNext({ next }) {
	if (next.length === 0) return "Nothing is scheduled.";
	return `Next due (UTC): ${next.map(({ kind, at }) => `${kind} ${moment(at)}`).join(", ")}.`;
}
function describeCheck({ check }) {
	if (check === void 0) return "";
	const when = `The last check, at ${moment(check.at)},`;
	if (check.findings.length === 0) return `${when} found nothing wrong.`;
	return blocks([`${when} found:`, list(check.findings.map(({ code: name, severity, message }) => `${severity}: ${plain(message)} (${code(name)})`))]);
}
// src/report/readme/describe-fleet.ts
/** The page that people see first in the evidence folder. */
function describeFleet({ project, asOf, overviews, charts, periods }) {
	return `${blocks([
		`# Backups and drills of ${project}`,
		`As of ${moment(instant(asOf))} UTC: the newest record, or a later time at which a run was expected. Rebuilt by \`lifeboat report\`; do not edit.`,
		table([
			"target",
			"RPO, claimed",
			"RTO",
			"integrity",
			"newest claimed",
			"newest proven",
			"missed or failed runs"
		], overviews.map(summaryRow)),
		...overviews.map((overview) => describeOverview(overview, charts.get(overview.recent.target))),
		"## Compliance reports",
		list(periods.toSorted().toReversed().map((name) => `[${name}](compliance/${name}.md)`))
	])}\n`;
}
function summaryRow({ recent, claimed, proven }) {
	const { target, verdicts, population } = recent;
	const bad = population.slots.filter(({ state }) => state === "missed" || state === "failed");
	return [
		`[${target}](#${target.toLowerCase()})`,
		VERDICT_WORDS[verdicts.rpoClaimed],
		VERDICT_WORDS[verdicts.rto],
		VERDICT_WORDS[verdicts.integrity],
		claimed === void 0 ? "**none**" : `${duration(claimed.ageMs)} old`,
		proven === void 0 ? "**none**" : `${duration(proven.ageMs)} old`,
		population.slots.length === 0 ? "–" : `${bad.length} of ${population.slots.length}`
	];
}
// src/report/report-files.ts
/** The report of a period as JSON and Markdown: `compliance/2026-11.json`, or with targets `compliance/2026-11.orders.json`. */
function periodReport(fleet, period, { asOf, only = [] }) {
	const compliance = judgeFleet(fleet, period, asOf);
	const name = ["compliance/", [period.name, ...only].join(".")].join("");
	return {
		compliance,
		files: /* @__PURE__ */ new Map([[`${name}.json`, canonicalBytes(compliance)], [`${name}.md`, encoded(describePeriod(compliance))]])
	};
}
/** `README.md` of the evidence folder with its charts, as of a moment (milliseconds). */
function overviewFiles(fleet, asOf, periods) {
	const overviews = overviewFleet(fleet, asOf);
	const drilled = overviews.filter(({ drills }) => drills.length > 0);
	const charts = new Map(drilled.map(({ recent: { target } }) => [target, `assets/${target}.svg`]));
	const page = describeFleet({
		project: fleet.project,
		asOf,
		overviews,
		charts,
		periods
	});
	return new Map([["README.md", encoded(page)], ...drilled.map(({ recent: { target }, drills }) => [`assets/${target}.svg`, encoded(drillChart(target, drills))])]);
}
function encoded(text) {
	return new TextEncoder().encode(text);
}
// src/report/report-fleet.ts
/** Every file of a report, by its path below the evidence folder: the same records give the same bytes. */
function reportFleet(fleet, request) {
	const { period, now, only = [] } = request;
	const asOf = request.asOf ?? asOfPeriod(fleet.records, period, now);
	const { compliance, files: own } = periodReport(fleet, period, {
		asOf,
		only
	});
	const before = request.monthBefore === true ? reportBefore(fleet, request) : void 0;
	const files = new Map([...own, ...before?.files ?? []]);
	const previous = before === void 0 ? {} : { previous: before.compliance };
	if (only.length > 0) return {
		compliance,
		...previous,
		files
	};
	const overviewAt = request.asOf ?? lastKnown(fleet.records, now) ?? asOf;
	const reported = [period.name, ...before === void 0 ? [] : [before.compliance.period.name]];
	const periods = [.../* @__PURE__ */ new Set([...request.periods, ...reported])];
	return {
		compliance,
		...previous,
		files: new Map([...overviewFiles(fleet, overviewAt, periods), ...files])
	};
}
function reportBefore(fleet, { period, now, only = [] }) {
	const before = monthBefore(period);
	if (!fleet.records.some(({ record }) => Date.parse(record.startedAt) < before.to)) return void 0;
	return periodReport(fleet, before, {
		asOf: asOfPeriod(fleet.records, before, now),
		only
	});
}
export { reportFleet };
