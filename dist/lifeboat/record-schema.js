import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { a as array, c as exactOptional, d as literal, g as string, h as strictObject, l as int, o as boolean, s as discriminatedUnion, v as union } from "../dependencies/zod.js";
import { t as canonicalBytes } from "./canonical.js";
import { a as consistency, c as instant, d as recordId, f as sha256, i as check, l as natural, n as backupReference, o as disclosure, p as verdict, r as base, s as grade, t as anchor, u as outcome } from "./base-schema.js";
// src/evidence/schema/backup-schema.ts
const server = strictObject({
	version: string(),
	id: string(),
	address: string()
});
const dataset$1 = strictObject({
	name: string(),
	kind: string(),
	count: exactOptional(natural),
	keyedDigest: exactOptional(sha256)
});
const fingerprint = strictObject({
	disclosure,
	keyId: exactOptional(string().min(1)),
	datasetCount: natural,
	itemCount: natural,
	datasets: array(dataset$1),
	origin: literal(["source", "artifact"]),
	coverage: literal(["exact", "partial"])
});
const backupSchema = strictObject({
	...base,
	kind: literal("backup"),
	backup: exactOptional(backupReference),
	bases: exactOptional(array(recordId)),
	server: exactOptional(server),
	consistency: exactOptional(consistency),
	availableAt: exactOptional(instant),
	storedBytes: exactOptional(natural),
	delegatedBytes: exactOptional(natural),
	partCount: exactOptional(natural),
	volumeCount: exactOptional(natural),
	recipients: array(string()),
	fingerprint: exactOptional(fingerprint),
	schemaKeyedDigest: exactOptional(sha256)
});
// src/evidence/schema/check-schema.ts
const point = exactOptional(strictObject({
	id: recordId,
	ageMs: natural
}));
const checkSchema = strictObject({
	...base,
	kind: literal("check"),
	findings: array(strictObject({
		code: string().min(1),
		severity: literal(["critical", "warning"]),
		message: string().min(1)
	})),
	claimed: point,
	proven: point,
	verdicts: strictObject({
		claimed: verdict,
		proven: verdict
	})
});
// src/evidence/schema/comparison-schema.ts
const dataset = strictObject({
	name: string(),
	kind: string(),
	result: literal([
		"equal",
		"different",
		"missing",
		"unexpected",
		"notComparable"
	]),
	expectedCount: exactOptional(natural),
	actualCount: exactOptional(natural),
	keyedDigest: exactOptional(sha256)
});
/** What a restored copy was compared with and what came of it; the same in drills and restores. */
const comparison = strictObject({
	disclosure,
	keyId: exactOptional(string().min(1)),
	origin: literal(["source", "artifact"]),
	datasetCount: natural,
	equalCount: natural,
	datasets: array(dataset),
	inventoryCount: natural,
	inventoryDifferences: array(string()),
	schemaEqual: boolean()
});
// src/evidence/schema/drill-schema.ts
const selection = strictObject({
	method: literal([
		"latest",
		"random",
		"oldest",
		"given",
		"nearest"
	]),
	seed: exactOptional(string()),
	candidates: natural
});
const sandbox = strictObject({
	provider: literal(["container", "process"]),
	description: string(),
	serverVersion: string(),
	isolation: literal([
		"internal-network",
		"network-namespace",
		"host-reachable",
		"none"
	]),
	egress: literal([
		"blocked",
		"possible",
		"notProbed"
	]),
	destroyed: boolean()
});
const negativeControl = strictObject({
	seed: string(),
	dataset: string(),
	change: string(),
	detected: boolean()
});
const integrityResult = strictObject({
	rule: literal([
		"notNull",
		"references",
		"unique",
		"count",
		"schemaEqual"
	]),
	dataset: exactOptional(string()),
	columns: exactOptional(array(string())),
	found: exactOptional(natural),
	result: literal([
		"passed",
		"failed",
		"skipped"
	]),
	detail: string()
});
const summary = strictObject({
	drill_timestamp: instant,
	backup_age_minutes: int().nullable(),
	restore_duration_minutes: int().nullable(),
	rpo_compliant: boolean().nullable(),
	rto_compliant: boolean().nullable(),
	status: literal([
		"success",
		"failed",
		"could_not_run",
		"cancelled"
	])
});
const drillSchema = strictObject({
	...base,
	kind: literal("drill"),
	plan: string(),
	selection,
	backup: exactOptional(backupReference),
	anchor,
	consistency: exactOptional(consistency),
	sandbox: exactOptional(sandbox),
	grade: exactOptional(grade),
	highestGrade: strictObject({
		grade,
		because: string()
	}),
	proven: boolean(),
	comparison: exactOptional(comparison),
	checks: array(check),
	integrity: exactOptional(array(integrityResult)),
	group: exactOptional(strictObject({
		name: string().min(1),
		record: recordId
	})),
	negativeControl: exactOptional(negativeControl),
	rta: exactOptional(strictObject({
		measuredMs: natural,
		objectiveMs: exactOptional(natural)
	})),
	rpa: exactOptional(strictObject({
		ageMs: int(),
		objectiveMs: exactOptional(natural)
	})),
	verdicts: strictObject({
		rto: verdict,
		rpo: verdict,
		integrity: verdict,
		overall: verdict
	}),
	summary
});
// src/evidence/schema/group-schema.ts
const member = strictObject({
	target: string().min(1),
	record: exactOptional(recordId),
	outcome,
	backup: exactOptional(backupReference),
	consistency: exactOptional(consistency)
});
const instants = strictObject({
	earliestAt: instant,
	latestAt: instant,
	skewMs: natural
});
const tolerance = union([
	strictObject({ keys: natural }),
	strictObject({ basisPoints: natural }),
	literal("any")
]);
const side = strictObject({
	target: string().min(1),
	count: exactOptional(natural),
	keyedDigest: exactOptional(sha256)
});
const reconciliation = strictObject({
	name: string().min(1),
	result: literal([
		"passed",
		"failed",
		"notRun"
	]),
	truth: side,
	derived: side,
	tolerance: strictObject({
		missing: tolerance,
		orphaned: tolerance
	}),
	atLeast: natural,
	missing: exactOptional(natural),
	orphaned: exactOptional(natural),
	samples: exactOptional(strictObject({
		missing: array(sha256),
		orphaned: array(sha256)
	})),
	error: exactOptional(string().min(1))
});
const groupBackupSchema = strictObject({
	...base,
	kind: literal("groupBackup"),
	members: array(member),
	whole: boolean(),
	instants: exactOptional(instants)
});
const groupDrillSchema = strictObject({
	...base,
	kind: literal("groupDrill"),
	plan: string(),
	members: array(member.extend({
		grade: exactOptional(grade),
		proven: boolean()
	})),
	instants: exactOptional(instants),
	reconciliation: array(reconciliation),
	proven: boolean(),
	rta: exactOptional(strictObject({
		measuredMs: natural,
		objectiveMs: exactOptional(natural)
	})),
	verdicts: strictObject({
		rto: verdict,
		reconciliation: verdict,
		integrity: verdict,
		overall: verdict
	})
});
// src/evidence/schema/policy-schema.ts
const cron = exactOptional(string().min(1));
const policySchema = strictObject({
	...base,
	kind: literal("policy"),
	schedule: strictObject({
		backup: cron,
		verify: cron,
		drill: cron,
		prune: cron,
		check: cron
	}),
	timeZone: string().min(1),
	objectives: strictObject({
		rpoMs: exactOptional(natural),
		rtoMs: exactOptional(natural),
		approvedBy: exactOptional(string()),
		approvedAt: exactOptional(string())
	}),
	retention: strictObject({
		withinMs: exactOptional(natural),
		monthly: exactOptional(natural),
		yearly: exactOptional(natural),
		minimumAgeMs: natural,
		minimumCount: natural
	})
});
// src/evidence/schema/prune-schema.ts
const reasons = array(string().min(1));
const pruneSchema = strictObject({
	...base,
	kind: literal("prune"),
	store: string().min(1),
	applied: boolean(),
	kept: array(strictObject({
		id: recordId,
		reasons
	})),
	dropped: array(strictObject({
		id: recordId,
		manifestSha256: sha256,
		reasons,
		result: literal([
			"planned",
			"removed",
			"failed"
		])
	}))
});
// src/evidence/schema/restore-schema.ts
const review = strictObject({
	environment: string().min(1),
	reviewer: string().min(1),
	state: string().min(1)
});
const approval = strictObject({
	actor: string().min(1),
	triggeringActor: string().min(1),
	reviews: exactOptional(array(review))
});
const restoreSchema = strictObject({
	...base,
	kind: literal("restore"),
	backup: exactOptional(backupReference),
	anchor,
	acceptedUnanchored: boolean(),
	destination: exactOptional(strictObject({
		address: string(),
		identity: string()
	})),
	confirmedBy: literal([
		"typed",
		"flag",
		"none"
	]),
	approval: exactOptional(approval),
	comparison: exactOptional(comparison)
});
// src/evidence/schema/verification-schema.ts
const verificationSchema = strictObject({
	...base,
	kind: literal("verification"),
	backup: exactOptional(backupReference),
	anchor,
	grade: exactOptional(grade),
	verifiedBytes: exactOptional(natural),
	volumeCount: exactOptional(natural),
	opened: boolean(),
	checks: array(check)
});
// src/evidence/schema/record-schema.ts
/** Every kind of record, told apart by `kind`. */
const recordSchema = discriminatedUnion("kind", [
	backupSchema,
	verificationSchema,
	drillSchema,
	restoreSchema,
	policySchema,
	checkSchema,
	pruneSchema,
	groupBackupSchema,
	groupDrillSchema
]);
/** Throws `unexpected` when a record made here does not fit its published schema, so that none such is ever stored. */
function checkRecord(record) {
	const complaint = complaintAbout(record);
	if (complaint === void 0) return;
	throw new LifeboatError({
		code: "unexpected",
		what: `The ${record.kind} record ${record.id} does not fit its schema`,
		why: complaint
	});
}
/** The record that these bytes hold, or the sentence that says why they hold none. */
function parseRecord(bytes) {
	const value = parseJson(bytes);
	if (value === void 0) return { complaint: "it is not JSON" };
	const complaint = complaintAbout(value);
	if (complaint !== void 0) return { complaint };
	if (!isCanonical(value, bytes)) return { complaint: "it is not in canonical form (RFC 8785)" };
	return { record: value };
}
function isCanonical(value, bytes) {
	try {
		return Buffer.from(bytes).equals(canonicalBytes(value));
	} catch (error) {
		if (isLifeboatError(error, "unexpected")) return false;
		throw error;
	}
}
function complaintAbout(value) {
	const parsed = recordSchema.safeParse(value);
	if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.length === 0 ? "record" : path.join(".")}: ${message}`).join("; ");
	const { outcome, error } = parsed.data;
	if (outcome === "succeeded" !== (error === void 0)) return "error: present if and only if not succeeded";
}
function parseJson(bytes) {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		return;
	}
}
export { parseRecord as n, checkRecord as t };
