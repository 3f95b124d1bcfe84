import { t as j } from "../dependencies/croner.js";
// src/schedule/cron.ts
/** Why an expression is no schedule, or undefined when it is one. */
function scheduleFault(expression) {
	if (expression.trim().split(/\s+/).length !== 5) return "it needs five fields: minute, hour, day, month, weekday";
	try {
		return cronOf({
			expression,
			timeZone: "UTC"
		}).nextRun() === null ? "it never fires" : void 0;
	} catch (error) {
		return error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
	}
}
function isTimeZone(name) {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
}
/** The first fire after `time`, undefined when there is none any more. */
function nextFire(schedule, time) {
	return cronOf(schedule).nextRun(time) ?? void 0;
}
/** The last fire at or before `time`, undefined when there was none. */
function previousFire(schedule, time) {
	const nextSecond = /* @__PURE__ */ new Date((Math.floor(time.getTime() / 1e3) + 1) * 1e3);
	return cronOf(schedule).previousRuns(1, nextSecond)[0];
}
/** Every fire after `from`, up to and with `until`, in order. */
function* fires(schedule, from, until) {
	const cron = cronOf(schedule);
	for (let fire = cron.nextRun(from); fire !== null && fire <= until; fire = cron.nextRun(fire)) yield fire;
}
/** Every fire up to and with `until`, the newest first, without end where the schedule has none. */
function* firesBack(schedule, until) {
	for (let fire = previousFire(schedule, until); fire !== void 0;) {
		yield fire;
		fire = previousFire(schedule, /* @__PURE__ */ new Date(fire.getTime() - 1));
	}
}
function cronOf({ expression, timeZone }) {
	return new j(expression, {
		mode: "5-part",
		timezone: timeZone,
		paused: true
	});
}
export { previousFire as a, nextFire as i, firesBack as n, scheduleFault as o, isTimeZone as r, fires as t };
