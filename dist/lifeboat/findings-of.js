import { t as widestGap } from "./widest-gap.js";
import { t as inOrder } from "./problem2.js";
import { t as findingOf } from "./finding2.js";
import { t as prettyMilliseconds } from "../dependencies/pretty-ms.js";
// src/config/findings/target-findings.ts
/** The longest time between two first Sundays is 35 days, and an hour more where clocks change. */
const MONTHLY_MS = 30276e5;
/** What one target's schedules and objectives cannot achieve together. */
function targetObservations(target, gapOf) {
	return [
		...backupObservations(target, gapOf),
		...drillObservations(target, gapOf),
		...objectiveObservations(target),
		...crowdedMinutes(target),
		...fingerprintObservations(target)
	];
}
function backupObservations(target, gapOf) {
	const { rpoMs } = target.objectives;
	const gap = gapOf(target, "backup");
	if (gap === void 0) return [missingBackups(target)];
	if (rpoMs === void 0 || rpoMs > gap) return [];
	const promised = `a loss of at most ${words(rpoMs)}`;
	const exact = rpoMs === gap ? ", and a backup takes time" : "";
	return [{
		code: "rpo-unreachable",
		severity: "error",
		path: [
			"targets",
			target.name,
			"objectives",
			"rpo"
		],
		message: `${promised} is promised, but up to ${words(gap)} pass between two backups${exact}`,
		fix: "back up more often, or agree on a longer rpo"
	}];
}
function missingBackups(target) {
	return {
		code: "schedule-missing",
		severity: target.objectives.rpoMs === void 0 ? "warning" : "error",
		path: [
			"targets",
			target.name,
			"schedule",
			"backup"
		],
		message: "no backups are scheduled",
		fix: "add schedule: { backup: \"17 2 * * *\" } here or under defaults"
	};
}
function drillObservations(target, gapOf) {
	const gap = gapOf(target, "drill");
	const path = [
		"targets",
		target.name,
		"schedule",
		"drill"
	];
	if (gap === void 0) return [{
		code: "rto-unmeasured",
		path,
		message: `no drills are scheduled: ${target.objectives.rtoMs === void 0 ? "no copy is ever proven" : "the rto is never measured"}`,
		fix: "add schedule: { drill: \"17 4 * * 0#1\" } here or under defaults"
	}];
	if (gap <= MONTHLY_MS) return [];
	return [{
		code: "drills-rare",
		path,
		message: `up to ${words(gap)} pass between two drills`,
		fix: "drill every month, for example \"17 4 * * 0#1\"",
		shared: true
	}];
}
function objectiveObservations(target) {
	const { rpoMs, rtoMs } = target.objectives;
	const path = [
		"targets",
		target.name,
		"objectives"
	];
	if (rpoMs === void 0 && rtoMs === void 0) return [{
		code: "objectives-missing",
		path,
		message: "no objectives are set: nothing can be met or breached",
		fix: "add objectives: { rpo: 25h, rto: 30m } here or under defaults"
	}];
	if (rtoMs !== void 0 || target.schedule.drill === void 0) return [];
	return [{
		code: "rto-missing",
		path: [...path, "rto"],
		message: "drills are scheduled, but there is no rto to compare them with",
		fix: "add rto: 30m"
	}];
}
function crowdedMinutes(target) {
	return Object.entries(target.schedule).filter(([, expression]) => /^0+\s/.test(expression.trimStart())).map(([kind]) => ({
		code: "minute-crowded",
		path: [
			"targets",
			target.name,
			"schedule",
			kind
		],
		message: "minute 0 is when schedulers are busiest: GitHub delays or drops such runs",
		fix: "choose another minute, for example 17",
		shared: true
	}));
}
function fingerprintObservations({ name, settings }) {
	if (settings.fingerprint) return [];
	return [{
		code: "fingerprint-off",
		path: [
			"targets",
			name,
			"settings",
			"fingerprint"
		],
		message: "backups without a fingerprint can never be proven",
		fix: "remove fingerprint: false"
	}];
}
function words(gapMs) {
	return Number.isFinite(gapMs) ? prettyMilliseconds(gapMs, { verbose: true }) : "more than a year";
}
// src/config/findings/findings-of.ts
/** What a valid configuration cannot achieve or leaves open, in the order of the file. */
function findingsOf(configuration, now) {
	const gapOf = gaps(now);
	const observations = [...configuration.targets.flatMap((target) => targetObservations(target, gapOf)), ...fleetObservations(configuration)];
	return inOrder(observations.map((observation) => findingOf(observation, configuration)));
}
/** Targets mostly share their schedules, so each is looked through once. */
function gaps(now) {
	const known = /* @__PURE__ */ new Map();
	return ({ schedule, timeZone }, kind) => {
		const expression = schedule[kind];
		if (expression === void 0) return void 0;
		const key = `${expression} ${timeZone}`;
		const gap = known.get(key) ?? widestGap({
			expression,
			timeZone
		}, now);
		known.set(key, gap);
		return gap;
	};
}
function fleetObservations({ encryption, evidence }) {
	return [...encryptionObservations(encryption.recipients.length), ...evidenceObservations(evidence.hasKey)];
}
function encryptionObservations(recipients) {
	if (recipients > 1) return [];
	const path = ["encryption", "recipients"];
	if (recipients === 0) return [{
		code: "unencrypted",
		path,
		message: "backups are stored unencrypted",
		fix: "run lifeboat keys new and add its public key"
	}];
	return [{
		code: "escrow-missing",
		path,
		message: "there is one key only: if it is lost, so is every backup",
		fix: "add the public key of an escrow key kept elsewhere"
	}];
}
function evidenceObservations(hasKey) {
	if (hasKey) return [];
	return [{
		code: "evidence-key-missing",
		path: ["evidence", "key"],
		message: "published records hold no digests of datasets without a key for them",
		fix: "make a random key of 32 bytes or more, and add key: { env: LIFEBOAT_EVIDENCE_KEY }"
	}];
}
export { findingsOf };
