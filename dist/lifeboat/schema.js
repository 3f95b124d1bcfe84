import { a as array, d as literal, g as string, h as strictObject, l as int, m as record, o as boolean, r as _enum, s as discriminatedUnion, t as date, u as json, v as union } from "../dependencies/zod.js";
import { n as STORE_SCHEMAS, t as CONNECTION_SCHEMAS } from "./registry.js";
import { n as secretReference } from "./secret-reference.js";
import { a as name, c as size, d as titledOnce, i as duration, l as timeZone, n as branch, o as recipient, r as cron, s as repositoryFolder, u as title } from "./fields.js";
import { t as viaSchema } from "./via.js";
// src/config/defaults.ts
const DAY_MS = 864e5;
const HOUR_MS = 36e5;
/** What holds where the configuration says nothing; `docs/configuration.md` is generated with these. */
const DEFAULTS = {
	timeZone: "UTC",
	retention: {
		withinMs: 365 * DAY_MS,
		minimumAgeMs: 7 * DAY_MS,
		minimumCount: 3
	},
	settings: {
		fingerprint: true,
		backupTimeoutMs: 6 * HOUR_MS,
		drillTimeoutMs: 6 * HOUR_MS,
		parallel: 4,
		volumeBytes: 4 * 2 ** 30
	},
	evidence: {
		path: "reports",
		branch: "lifeboat-evidence",
		disclosure: "full"
	},
	drills: "drills"
};
/** Less is refused unless `acknowledgeShortRetention` says that it is meant. */
const SAFE_MINIMUM_AGE_MS = 7 * DAY_MS;
// src/config/group-schema.ts
/** A number of keys, `10bp` for ten of ten thousand, or `any`. */
const tolerance = union([int().min(0), string().regex(/^(any|\d{1,4}bp)$/, "must be a number of keys, basis points such as 10bp, or any")]).transform(toTolerance);
/** A query as text; a mapping for engines whose questions are JSON. */
const question = union([string().min(1), record(string(), json())]).transform(toText);
const side = strictObject({
	target: name.describe("A member of the group"),
	keys: question.describe("A question of that engine with one column: the keys, as text. {earliest} and {latest} stand for the instants of the two members")
});
const reconcileRule = strictObject({
	name: title,
	truth: side.describe("Where the keys come from"),
	derived: side.describe("What was made of it"),
	tolerance: strictObject({
		missing: tolerance.optional().describe("Keys that the derived side lacks: 3, 10bp or any. Default: 0"),
		orphaned: tolerance.optional().describe("Keys that the truth lacks. Default: 0")
	}).prefault({}),
	atLeast: int().min(0).default(1).describe("Fewer keys on the side of the truth show nothing, nor does a derived side without any; 0 allows both")
}).transform(({ tolerance: { missing = NONE, orphaned = NONE }, ...rule }) => ({
	...rule,
	tolerance: {
		missing,
		orphaned
	}
}));
/** What `groups.<name>` of lifeboat.yaml may hold. */
const groupSchema = strictObject({
	targets: array(name).min(1).describe("Members in the order of capture and restore: derived stores first, the source of truth last"),
	rto: duration("60m").optional().describe("Recovery time objective of the whole group"),
	reconcile: array(reconcileRule).superRefine(titledOnce).default([]).describe("What must hold between the stores after they were restored together")
});
const NONE = { keys: 0 };
function toTolerance(written) {
	if (typeof written === "number") return { keys: written };
	return written === "any" ? "any" : { basisPoints: Number(written.slice(0, -2)) };
}
function toText(written) {
	return typeof written === "string" ? written : JSON.stringify(written);
}
// src/config/schema.ts
const GIB = 2 ** 30;
const KIB = 1024;
const MIB = 2 ** 20;
const schedule = strictObject({
	backup: cron.optional().describe("When backups are due"),
	verify: cron.optional().meta({
		description: "When stored bytes are compared with their records",
		examples: ["17 5 * * 0"]
	}),
	drill: cron.optional().meta({
		description: "When restore drills are due; monthly at least",
		examples: ["17 4 * * 0#1"]
	}),
	prune: cron.optional().meta({
		description: "When retention is applied",
		examples: ["17 3 * * 0"]
	}),
	check: cron.optional().meta({
		description: "When objectives are checked",
		examples: ["47 * * * *"]
	}),
	timeZone: timeZone.optional().describe("Time zone of these expressions. Default: UTC")
});
const objectives = strictObject({
	rpo: duration("25h", "1h").optional().describe("Recovery point objective: the largest loss of data the business accepts"),
	rto: duration("30m").optional().describe("Recovery time objective: the longest time without the database"),
	approvedBy: string().min(1).optional().describe("Who accepted these objectives"),
	approvedAt: date("must be a date").meta({ examples: ["2026-10-01"] }).optional().describe("When they were accepted")
});
const retention = strictObject({
	within: duration("30d").optional().describe("Every backup younger than this stays. Default: 365d"),
	monthly: int().min(1).optional().describe("Newest backup of each of that many months"),
	yearly: int().min(1).optional().describe("Newest backup of each of that many years"),
	minimumAge: duration("7d").optional().describe("No backup younger than this is ever removed; less than 7d is refused. Default: 7d"),
	minimumCount: int().min(1).optional().describe(`Never fewer backups than this. Default: ${DEFAULTS.retention.minimumCount}`),
	acknowledgeShortRetention: boolean().optional().describe("Allows a minimumAge of less than 7d")
});
const health = strictObject({
	backupAge: duration("25h", "48h").optional().describe("An older newest backup is overdue. Default: 1.5 times the longest time between two scheduled ones"),
	verificationAge: duration("10d").optional().describe("The same of the newest good verification. Default: 1.5 times that of schedule.verify"),
	proofAge: duration("45d").optional().describe("The same of the newest drill that proved a copy. Default: 1.5 times that of schedule.drill"),
	failuresWithin: duration("7d").optional().describe("Failed backups are told for so long. Default: 7d")
});
const settings = strictObject({
	image: string().min(1).optional().describe("Image for sandboxes and programs instead of the engine's"),
	fingerprint: boolean().optional().describe("Whether backups carry a fingerprint; without one none is ever proven. Default: true"),
	backupTimeout: duration("6h").optional().describe("A backup that takes longer is given up. Default: 6h"),
	drillTimeout: duration("6h").optional().describe("A drill that takes longer is given up. Default: 6h"),
	parallel: int().min(1).max(64).optional().describe(`Jobs of a restore at once. Default: ${DEFAULTS.settings.parallel}`),
	volumeSize: size.refine((bytes) => bytes >= MIB && bytes <= 32 * GIB, "must be between 1MiB and 32GiB").optional().describe("Largest stored object; a longer part becomes several. At most 32GiB. Default: 4GiB"),
	rateLimit: size.refine((bytes) => bytes >= 64 * KIB, "must be at least 64KiB").optional().describe("Bytes that a backup may store in a second. It slows the reading of the source down too. Default: no limit")
});
const policy = {
	store: name.optional().describe("Name of the store that backups go to. Default: the only store"),
	schedule: schedule.optional().describe("Cron expressions of five fields"),
	retention: retention.optional().describe("How long backups stay"),
	objectives: objectives.optional().describe("What the business accepts"),
	health: health.optional().describe("When `check` calls something overdue"),
	settings: settings.optional().describe("Limits and ways of working")
};
const targets = Object.entries(CONNECTION_SCHEMAS).map(([engine, connection]) => strictObject({
	engine: literal(engine).describe("Kind of database"),
	connection: connection.describe("How to reach the database"),
	encryption: literal("provider").optional().describe("Accepts that what the server itself writes into the store is not sealed for the recipients: the store encrypts it, or nobody"),
	via: viaSchema.optional().describe("What the server runs in, where this computer cannot reach it otherwise"),
	...policy
}));
const stores = Object.values(STORE_SCHEMAS);
function named(schema, what) {
	return record(name, schema).refine((entries) => Object.keys(entries).length > 0, `must name at least one ${what}`);
}
/** What lifeboat.yaml may hold; strict everywhere. */
const configurationSchema = strictObject({
	version: literal(1).describe("Version of this format"),
	project: name.describe("Name of this fleet in records and reports"),
	stores: named(discriminatedUnion("type", oneOrMore(stores)), "store").describe("Where backups lie, by name"),
	encryption: strictObject({
		recipients: array(recipient).default([]).describe("age public keys that everything is sealed to; one should be the escrow key"),
		identities: array(secretReference).default([]).describe("Where the secret keys lie that verify, drill and restore open backups with")
	}).prefault({}).describe("Keys"),
	defaults: strictObject(policy).prefault({}).describe("What holds for every target that says nothing else"),
	targets: named(discriminatedUnion("engine", oneOrMore(targets)), "target").describe("The databases to protect, by name"),
	groups: record(name, groupSchema).default({}).describe("Targets that are backed up, drilled and reconciled together, by name"),
	evidence: strictObject({
		path: repositoryFolder.default(DEFAULTS.evidence.path).describe("Folder of published evidence"),
		branch: branch.default(DEFAULTS.evidence.branch).describe("Branch that `collect` writes to. At GitHub, when left out: the default branch"),
		disclosure: _enum([
			"full",
			"pseudonymous",
			"totals"
		]).default(DEFAULTS.evidence.disclosure).describe("What published records say of datasets: names and counts, keyed names, or totals only"),
		key: secretReference.optional().describe("Where the key of the published digests lies")
	}).prefault({}).describe("What is published"),
	drills: string().min(1).default(DEFAULTS.drills).describe("Folder of the drill plans")
});
function oneOrMore(items) {
	const [first, ...rest] = items;
	if (first === void 0) throw new Error("src/registry.ts is empty: run npm run generate");
	return [first, ...rest];
}
export { DEFAULTS as n, SAFE_MINIMUM_AGE_MS as r, configurationSchema as t };
