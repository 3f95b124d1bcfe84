import { a as worstExitCode, n as EXIT, t as ERROR_CODES } from "./errors.js";
import { t as deliverRecord } from "./deliver-record.js";
import { t as readRecords } from "./read-records.js";
import { t as beginJob } from "./target-job.js";
import { t as targetStatus } from "./target-status2.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
import { t as widestGap } from "./widest-gap.js";
// src/health/codes.ts
/** Every finding of `check`: stable codes, with the severity that each has. */
const HEALTH_CODES = {
	"never-backed-up": "critical",
	"no-usable-backup": "critical",
	"backup-unusable": "critical",
	"backup-overdue": "critical",
	"rpo-breached": "critical",
	"last-backup-failed": "critical",
	"last-verification-failed": "critical",
	"last-drill-failed": "critical",
	"backup-failed-recently": "warning",
	"verification-overdue": "warning",
	"never-proven": "warning",
	"proof-overdue": "warning"
};
// src/health/judge-health.ts
/** What is wrong with a target, most urgent first; nothing that is not known is ever `met`. */
function judgeHealth(facts, thresholds) {
	const proven = provenVerdict(facts, thresholds);
	return {
		findings: [
			...presence(facts),
			...facts.unusable.map((what) => ["backup-unusable", what]),
			...ages(facts, thresholds),
			...lastRuns(facts.runs),
			...recentFailures(facts, thresholds),
			...verification(facts, thresholds),
			...proof(facts, proven, thresholds)
		].map(([code, message]) => ({
			code,
			severity: HEALTH_CODES[code],
			message
		})).toSorted((a, b) => rank(a) - rank(b)),
		verdicts: {
			claimed: facts.rpo.verdict,
			proven
		}
	};
}
function rank({ severity }) {
	return severity === "critical" ? 0 : 1;
}
function presence({ backups, claimed }) {
	if (claimed !== void 0) return [];
	return backups === 0 ? [["never-backed-up", "there is no backup"]] : [["no-usable-backup", `none of the ${backups} backups can be relied on`]];
}
function ages({ claimed, rpo }, { backupMs }) {
	if (claimed === void 0) return [];
	const { id, ageMs } = claimed;
	const newest = `the newest backup, ${id}, is ${words(ageMs)} old`;
	return [...backupMs !== void 0 && ageMs > backupMs ? [["backup-overdue", `${newest}, and may be ${words(backupMs)}`]] : [], ...rpo.verdict === "breached" && rpo.objectiveMs !== void 0 ? [["rpo-breached", `${newest}, and the RPO objective is ${words(rpo.objectiveMs)}`]] : []];
}
/** A cancelled run says nothing; the one before it still counts. */
function lastRuns(runs) {
	return [
		"backup",
		"verification",
		"drill"
	].flatMap((kind) => {
		const last = runs.findLast((run) => run.kind === kind && run.outcome !== "cancelled");
		return last === void 0 || !hasFailed(last) ? [] : [[`last-${kind}-failed`, failure(last)]];
	});
}
/** A drill that only came late or took long has proven its copy. */
function hasFailed({ outcome, error }) {
	return outcome !== "succeeded" && error?.code !== "objective-breached";
}
function failure({ kind, id, error }) {
	return `${kind} ${id} failed: ${error?.message ?? "no reason was recorded"} [${error?.code ?? "unexpected"}]`;
}
function recentFailures({ runs, now }, { failuresMs }) {
	const since = now.getTime() - failuresMs;
	const failed = runs.filter((run) => run.kind === "backup" && run.outcome !== "cancelled").slice(0, -1).filter((run) => hasFailed(run) && Date.parse(run.startedAt) >= since);
	const last = failed.at(-1);
	if (last === void 0) return [];
	return [["backup-failed-recently", `${failed.length === 1 ? "one backup" : `${failed.length} backups`} failed in the last ${words(failuresMs)}, last ${failure(last)}`]];
}
function verification({ runs, now }, { verificationMs }) {
	if (verificationMs === void 0) return [];
	const good = runs.findLast(({ kind, outcome }) => kind === "verification" && outcome === "succeeded");
	if (good === void 0) return [["verification-overdue", "no backup was verified in the time for it"]];
	const ageMs = now.getTime() - Date.parse(good.startedAt);
	if (ageMs <= verificationMs) return [];
	return [["verification-overdue", `the newest good verification, ${good.id}, is ${words(ageMs)} old, and may be ${words(verificationMs)}`]];
}
function proof(facts, verdict, { proofMs = 0 }) {
	if (facts.proven === void 0) return [["never-proven", "no drill has proven a copy that is still there"]];
	if (verdict !== "breached") return [];
	return [["proof-overdue", `the newest proof is ${words(proofAge(facts) ?? 0)} old, and may be ${words(proofMs)}`]];
}
function provenVerdict(facts, { proofMs }) {
	const ageMs = proofAge(facts);
	if (proofMs === void 0) return "notMeasured";
	return ageMs !== void 0 && ageMs <= proofMs ? "met" : "breached";
}
/** Of the newest proof, which may be of an older copy than the newest proven one. */
function proofAge({ now, proven, runs }) {
	if (proven === void 0) return void 0;
	const newest = runs.findLast((run) => run.kind === "drill" && run.proven)?.startedAt;
	const times = [proven.drilledAt, ...newest === void 0 ? [] : [newest]].map((time) => Date.parse(time));
	return now.getTime() - Math.max(...times);
}
function words(milliseconds) {
	return prettyMilliseconds(milliseconds, {
		unitCount: 2,
		secondsDecimalDigits: 0
	});
}
// src/health/thresholds.ts
/** How many intervals of its schedule a thing may be old: half of one for runs that are late and take time. */
const TOLERATED_INTERVALS = 1.5;
const DEFAULT_FAILURES_MS = 6048e5;
/** What the configuration says, else what follows from the schedules. */
function thresholdsOf({ health = {}, schedule, timeZone }, now) {
	const fromSchedule = (kind) => {
		const expression = schedule[kind];
		if (expression === void 0) return void 0;
		const gapMs = widestGap({
			expression,
			timeZone
		}, now);
		return Number.isFinite(gapMs) ? Math.round(gapMs * TOLERATED_INTERVALS) : void 0;
	};
	return {
		...present("backupMs", health.backupAgeMs ?? fromSchedule("backup")),
		...present("verificationMs", health.verificationAgeMs ?? fromSchedule("verify")),
		...present("proofMs", health.proofAgeMs ?? fromSchedule("drill")),
		failuresMs: health.failuresWithinMs ?? DEFAULT_FAILURES_MS
	};
}
function present(key, value) {
	return value === void 0 ? {} : { [key]: value };
}
// src/health/run-check.ts
/** Records of at least so long are read, for targets whose schedules ask for nothing. */
const LEAST_READ_MS = 3024e6;
const TOLERATED_SKEW_MS = 6e4;
const NOTHING_SEEN = {
	findings: [],
	verdicts: {
		claimed: "notMeasured",
		proven: "notMeasured"
	}
};
/**
* Looks at a target's health by the store's clock: the newest claimed and proven points, and the newest runs. Its findings are in
* the record, which is written too; throws `evidence-undelivered` when a good one could not be.
*/
async function runCheck(job) {
	const { store, context } = job;
	const log = beginJob(job);
	let seen = NOTHING_SEEN;
	let reason;
	try {
		seen = await look(job, log);
	} catch (error) {
		reason = error;
	}
	const record = {
		...log.finish(reason),
		kind: "check",
		...seen
	};
	return deliverRecord(record, {
		store,
		reporter: context.reporter,
		reason
	});
}
async function look(job, log) {
	const { target, store, context } = job;
	const now = await store.now();
	const warn = (sentence) => {
		log.limitation(sentence);
		context.reporter.report({
			event: "warning",
			message: `${target.name}: ${sentence}`
		});
	};
	const status = await log.phase("status", () => targetStatus(target, {
		...job,
		now,
		warn
	}));
	const thresholds = thresholdsOf(target, now);
	const runs = await log.phase("runs", () => readRuns(job, thresholds, now));
	const unusable = status.findings.map(({ what, code }) => `${what} [${code}]`);
	const { findings, verdicts } = judgeHealth({
		...status,
		now,
		unusable,
		runs
	}, thresholds);
	const codes = [status.exitCode, ...runs.filter(isLast).map(exitCodeOf)];
	const open = findings.length === 0 ? EXIT.done : EXIT.breached;
	job.found?.({
		backups: status.backups,
		exitCode: worstExitCode([open, ...codes.filter((code) => code === EXIT.bad)])
	});
	return {
		findings,
		verdicts,
		...pointsOf(status)
	};
}
function readRuns(job, thresholds, now) {
	const { failuresMs, verificationMs = 0, proofMs = 0 } = thresholds;
	const readMs = Math.max(LEAST_READ_MS, failuresMs, verificationMs, proofMs);
	const search = {
		...job,
		target: job.target.name,
		since: new Date(now.getTime() - readMs),
		until: new Date(now.getTime() + TOLERATED_SKEW_MS),
		warn: () => void 0
	};
	return readRecords(search, [
		"backup",
		"verification",
		"drill"
	]);
}
/** The newest verification and the newest drill. */
function isLast(run, index, runs) {
	return run.kind !== "backup" && runs.findLastIndex(({ kind }) => kind === run.kind) === index;
}
function exitCodeOf({ error }) {
	if (error === void 0) return EXIT.done;
	return error.code in ERROR_CODES ? ERROR_CODES[error.code] : EXIT.unexpected;
}
function pointsOf({ claimed, proven }) {
	return {
		...claimed === void 0 ? {} : { claimed: idAndAge(claimed) },
		...proven === void 0 ? {} : { proven: idAndAge(proven) }
	};
}
function idAndAge({ id, ageMs }) {
	return {
		id,
		ageMs
	};
}
export { runCheck };
