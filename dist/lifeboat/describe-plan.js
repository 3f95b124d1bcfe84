import { c as seconds, r as columns } from "./lines.js";
// src/cli/output/describe-plan.ts
/** A plan as a table, and what its minutes stand for. */
function describePlan({ schedules, minutesPerMonth }) {
	if (schedules.length === 0) return "nothing is scheduled";
	const rows = schedules.map((each) => [
		each.target,
		each.kind,
		each.cron,
		each.timeZone,
		each.next.map(seconds).join("\n"),
		String(each.runsPerMonth),
		`${each.minutesPerRun} ${each.basis}`,
		String(each.minutesPerMonth)
	]);
	return [
		columns([
			"target",
			"kind",
			"schedule",
			"zone",
			"next",
			"runs/month",
			"minutes/run",
			"minutes/month"
		], rows),
		"",
		`${minutesPerMonth} minutes of GitHub Actions a month for the runs, each in a job of its own, rounded up to whole minutes.`,
		"A tick that finds nothing due costs a minute more: 730 a month when it comes every hour."
	].join("\n");
}
export { describePlan };
