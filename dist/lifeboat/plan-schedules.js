import { i as isLifeboatError } from "./errors.js";
import { i as nextFire, t as fires } from "./cron2.js";
// src/schedule/cost.ts
const SECOND_MS = 1e3;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 1440 * MINUTE_MS;
const ANY_DAY = /* @__PURE__ */ new Date("2026-01-01T00:00:00Z");
/** Of every job, before Lifeboat starts: runner, checkout. */
const SETUP_MS = 30 * SECOND_MS;
/** Where nothing has been measured yet: a database of some hundred megabytes. */
const ASSUMED_MS = {
	backup: 60 * SECOND_MS,
	verify: 45 * SECOND_MS,
	drill: 180 * SECOND_MS,
	prune: 15 * SECOND_MS,
	check: 15 * SECOND_MS
};
/** What a schedule costs when each run is a job of its own; `durationsMs` are those of its last runs. */
function costOf(kind, schedule, durationsMs) {
	const measured = median(durationsMs);
	const runsPerMonth = monthlyRuns(schedule);
	const minutesPerRun = Math.ceil((SETUP_MS + (measured ?? ASSUMED_MS[kind])) / MINUTE_MS);
	return {
		runsPerMonth,
		minutesPerRun,
		minutesPerMonth: Math.round(runsPerMonth * minutesPerRun),
		basis: measured === void 0 ? "assumed" : "measured"
	};
}
/** Of one common year, so the same whenever it is asked; every fire of it would take seconds for `* * * * *`. */
function monthlyRuns({ expression }) {
	const [minute, hour, ...days] = expression.trim().split(/\s+/);
	const perYear = count(firesWithin(`${minute} ${hour} * * *`, 1)) * count(firesWithin(`0 12 ${days.join(" ")}`, 365));
	return Math.round(perYear / 12 * 10) / 10;
}
function firesWithin(expression, days) {
	const until = /* @__PURE__ */ new Date(ANY_DAY.getTime() + days * DAY_MS - 1);
	return fires({
		expression,
		timeZone: "UTC"
	}, /* @__PURE__ */ new Date(ANY_DAY.getTime() - 1), until);
}
function count(times) {
	return [...times].length;
}
function median(values) {
	const sorted = values.toSorted((a, b) => a - b);
	const upper = sorted[Math.floor(sorted.length / 2)];
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	return upper === void 0 || lower === void 0 ? void 0 : (lower + upper) / 2;
}
// src/cli/plan-schedules.ts
const SHOWN_TIMES = 3;
/** Every schedule of these targets, when it comes next and what it costs. A store that cannot be read leaves assumptions. */
async function planSchedules(targets, kinds, shell) {
	const configuration = await shell.configuration();
	const schedules = [];
	for (const target of targets) {
		const store = await configuration.storeReader(target.store).catch((error) => unread(error, shell));
		for (const kind of kinds) {
			const planned = await planSchedule(target, kind, {
				store,
				shell
			});
			if (planned !== void 0) schedules.push(planned);
		}
		await store?.close();
	}
	return {
		schedules,
		minutesPerMonth: schedules.reduce((sum, each) => sum + each.minutesPerMonth, 0)
	};
}
async function planSchedule(target, kind, { store, shell }) {
	const expression = target.schedule[kind];
	if (expression === void 0) return void 0;
	const now = (await shell.context()).clock.now();
	const schedule = {
		expression,
		timeZone: target.timeZone
	};
	const { recentDurations } = await import("./recent-durations.js");
	const search = {
		target: target.name,
		kind,
		now
	};
	const durationsMs = store === void 0 ? [] : await recentDurations({
		store,
		...search
	}).catch((error) => unread(error, shell) ?? []);
	return {
		target: target.name,
		kind,
		cron: expression,
		timeZone: target.timeZone,
		next: nextTimes(schedule, now),
		...costOf(kind, schedule, durationsMs)
	};
}
function nextTimes(schedule, now) {
	const times = [];
	for (let time = nextFire(schedule, now); time !== void 0; time = nextFire(schedule, time)) if (times.push(time.toISOString()) === SHOWN_TIMES) break;
	return times;
}
/** A plan is also made before there is a store to ask. */
function unread(error, shell) {
	if (!isLifeboatError(error) || error.code === "cancelled") throw error;
	shell.say(`durations are assumed: ${error.message}`);
}
export { planSchedules };
