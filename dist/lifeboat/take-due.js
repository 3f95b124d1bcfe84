import { t as pLimit } from "../dependencies/p-limit.js";
import { i as isLifeboatError } from "./errors.js";
import { i as newId } from "./identifiers.js";
import { i as nextFire, n as firesBack } from "./cron2.js";
import { i as claimSlot, n as readClaims } from "./read-claims.js";
/** What a tick has to run now; undefined when the newest scheduled time is somebody's, or when none has come yet. */
function due(question) {
	const { now, slots, settledUntil } = question;
	const unclaimed = unsettled(question).filter((time) => !slots.has(time));
	const abandoned = [...slots.keys()].filter((time) => slots.get(time) === "abandoned");
	const [scheduledFor, ...missed] = [...unclaimed, ...abandoned].toSorted((a, b) => b - a);
	const newestClaimed = Math.max(settledUntil?.getTime() ?? 0, ...slots.keys());
	if (scheduledFor === void 0 || scheduledFor < newestClaimed) return void 0;
	return {
		scheduledFor: new Date(scheduledFor),
		slippageMs: now.getTime() - scheduledFor,
		missed: missed.slice(0, 400).toReversed().map((time) => new Date(time))
	};
}
/** The first time to come under the schedule in force. */
function nextDue(periods, now) {
	const inForce = periods.at(-1);
	return inForce?.until === void 0 ? inForce && nextFire(inForce.schedule, now) : void 0;
}
/** The newest scheduled times after `settledUntil` in milliseconds, newest first: one to run and those to call missed. */
function unsettled({ periods, now, settledUntil }) {
	const found = [];
	for (const { schedule, from, until } of periods.toReversed()) {
		const end = until === void 0 || now < until ? now : /* @__PURE__ */ new Date(until.getTime() - 1);
		for (const fire of firesBack(schedule, end)) {
			if (fire < from || settledUntil !== void 0 && fire <= settledUntil) break;
			if (found.push(fire.getTime()) > 400) return found;
		}
	}
	return found;
}
// src/slots/take-due.ts
const CLAIMS_AT_ONCE = 8;
/**
* Claims what a target has to run now. The older times that nobody accounts for are claimed as missed for the same record,
* so that each time is run once or missed once, however many ticks come at once. Throws when the store cannot be read.
*/
async function takeDue(request) {
	const { store, context, periods } = request;
	const now = await store.now();
	const found = await findDue(request, now);
	if (found === void 0) return {
		state: "idle",
		next: nextDue(periods, now)
	};
	await request.beforeClaim?.();
	const recordId = newId(context.clock, context.random);
	const claim = (time) => claimTime(time, {
		request,
		recordId,
		now
	});
	if (!await claim(found.scheduledFor)) return {
		state: "busy",
		scheduledFor: found.scheduledFor
	};
	const claimMissed = (time) => claim(time).catch(() => false);
	return {
		state: "taken",
		recordId,
		trigger: triggerOf(found, await pLimit(CLAIMS_AT_ONCE).map([...found.missed], claimMissed))
	};
}
/** What is due, only looked at. Throws when the store cannot be read. */
async function findDue({ store, target, kind, periods, holdMs }, now) {
	const [first] = periods;
	if (first === void 0) return void 0;
	return due({
		...await readClaims({
			store,
			target,
			kind,
			since: first.from,
			now,
			holdMs
		}),
		periods,
		now
	});
}
async function claimTime(time, { request, recordId, now }) {
	try {
		await claimSlot({
			...request,
			scheduledFor: time.toISOString(),
			recordId,
			now
		});
		return true;
	} catch (error) {
		if (isLifeboatError(error, "busy")) return false;
		throw error;
	}
}
function triggerOf({ scheduledFor, slippageMs, missed }, claimed) {
	return {
		kind: "schedule",
		scheduledFor: scheduledFor.toISOString(),
		slippageMs,
		missed: missed.filter((_, index) => claimed[index]).map((time) => time.toISOString())
	};
}
export { findDue, takeDue };
