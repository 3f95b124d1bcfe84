import { a as previousFire, i as nextFire, t as fires } from "./cron2.js";
// src/schedule/widest-gap.ts
const HOUR_MS = 36e5;
const DAY_MS = 24 * HOUR_MS;
const HORIZON_DAYS = 400;
const ANY_DAY = /* @__PURE__ */ new Date("2026-01-01T00:00:00Z");
/**
* Milliseconds of the longest time between two fires in the 400 days after `from`, and at least once around:
* what the schedule alone can lose. Changes of the clock are in it. Infinity for a schedule that ends.
*/
function widestGap(schedule, from) {
	const times = timesOfDay(schedule);
	const first = times.at(0);
	const last = times.at(-1);
	if (first === void 0 || last === void 0) return Infinity;
	return Math.max(...between(times.map((time) => time.getTime())), gapBetweenDays({
		schedule,
		first,
		last
	}, from), ...clockChanges(schedule.timeZone, from).map((day) => gapAround(schedule, day)));
}
/** Asking for every fire of 400 days would take seconds for `* * * * *`; one day's fires and the days are enough. */
function timesOfDay({ expression }) {
	const [minute, hour] = expression.trim().split(/\s+/);
	const everyDay = {
		expression: `${minute} ${hour} * * *`,
		timeZone: "UTC"
	};
	return [...fires(everyDay, /* @__PURE__ */ new Date(ANY_DAY.getTime() - 1), /* @__PURE__ */ new Date(ANY_DAY.getTime() + DAY_MS - 1))];
}
function gapBetweenDays({ schedule, first, last }, from) {
	const opening = onDaysOf(schedule, first);
	const closing = onDaysOf(schedule, last);
	const end = from.getTime() + HORIZON_DAYS * DAY_MS;
	let widest = 0;
	for (let from_ = nextFire(closing, from), day = 0;; day++) {
		const next = from_ && nextFire(opening, from_);
		if (from_ === void 0 || next === void 0) return day === 0 ? Infinity : widest;
		widest = Math.max(widest, next.getTime() - from_.getTime());
		if (next.getTime() > end) return widest;
		from_ = nextFire(closing, from_);
	}
}
function onDaysOf({ expression, timeZone }, time) {
	const days = expression.trim().split(/\s+/).slice(2).join(" ");
	return {
		expression: `${time.getUTCMinutes()} ${time.getUTCHours()} ${days}`,
		timeZone
	};
}
/** Days in which the zone's offset changes. */
function clockChanges(timeZone, from) {
	const format = new Intl.DateTimeFormat("en", {
		timeZone,
		timeZoneName: "longOffset"
	});
	const offset = (time) => format.formatToParts(time).find(({ type }) => type === "timeZoneName")?.value;
	return Array.from({ length: HORIZON_DAYS }, (_, day) => new Date(from.getTime() + day * DAY_MS)).filter((day) => offset(day) !== offset(new Date(day.getTime() + DAY_MS)));
}
function gapAround(schedule, day) {
	const from = previousFire(schedule, /* @__PURE__ */ new Date(day.getTime() - HOUR_MS));
	const until = nextFire(schedule, new Date(day.getTime() + DAY_MS + HOUR_MS));
	if (from === void 0 || until === void 0) return 0;
	const inside = [...fires(schedule, from, until)];
	return Math.max(...between([from, ...inside].map((fire) => fire.getTime())));
}
/** Differences of neighbours; 0 when there are none, so that a maximum exists. */
function between(times) {
	return [0, ...times.slice(1).map((time, index) => time - (times[index] ?? time))];
}
export { widestGap as t };
