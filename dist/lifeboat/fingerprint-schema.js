import { r as LifeboatError } from "./errors.js";
import { a as array, m as string, p as strictObject, s as discriminatedUnion, u as literal, y as prettifyError } from "../dependencies/zod.js";
import { l as natural } from "./base-schema.js";
// src/evidence/publish-checks.ts
/** Stands for what `evidence.disclosure` keeps out of records. */
const WITHHELD = "(withheld)";
/** How the detail of a check begins that the server could not answer; what follows up to the colon is a code without data. */
const UNANSWERED = "SQLSTATE ";
function stateIn(detail) {
	return /^SQLSTATE [0-9A-Z]{5}(?=:)/.exec(detail)?.[0];
}
/** An engine's checks as a record may show them: unless all is disclosed without details, which may name what the database holds. */
function publishEngineChecks(checks, disclosure) {
	return disclosure === "full" ? checks : checks.map((check) => ({
		...check,
		detail: WITHHELD
	}));
}
/** A plan's checks as a record may show them: their names are the plan's own words, so a number in the plan's order stands for each. */
function publishApplicationChecks(checks, disclosure) {
	if (disclosure === "full") return checks;
	return checks.map(({ result, detail }, index) => ({
		name: `check ${index + 1}`,
		result,
		detail: stateIn(detail) ?? "(withheld)"
	}));
}
// src/backup/fingerprint-schema.ts
const text = string().min(1);
const schema = strictObject({
	format: literal("lifeboat-fingerprint/1"),
	engine: text,
	comparableWithin: text,
	origin: literal(["source", "artifact"]),
	seed: text,
	coverage: discriminatedUnion("kind", [strictObject({ kind: literal("exact") }), strictObject({
		kind: literal("partial"),
		equal: natural,
		total: natural
	})]),
	datasets: array(strictObject({
		name: text,
		kind: text,
		count: natural,
		digest: text,
		method: text,
		rule: literal(["equal", "derived"])
	})),
	leftOut: array(text),
	inventory: array(strictObject({
		kind: text,
		name: text,
		value: string(),
		rule: literal([
			"equal",
			"atLeast",
			"derived"
		])
	})),
	schema: strictObject({
		digest: text,
		method: text
	})
});
/** A fingerprint that can be compared. Throws `fingerprint-malformed`: what is empty or broken must never seem equal. */
function checkFingerprint(value) {
	const parsed = schema.safeParse(value);
	if (!parsed.success) throw malformed(prettifyError(parsed.error));
	const { datasets, inventory } = parsed.data;
	const twice = firstTwice(datasets) ?? firstTwice(inventory);
	if (twice !== void 0) throw malformed(`${twice} is there twice`);
	return parsed.data;
}
function firstTwice(items) {
	const seen = /* @__PURE__ */ new Set();
	for (const { kind, name } of items) {
		const key = `${kind} ${name}`;
		if (seen.has(key)) return key;
		seen.add(key);
	}
}
function malformed(why) {
	return new LifeboatError({
		code: "fingerprint-malformed",
		what: "a fingerprint is empty or malformed, so nothing can be compared with it",
		why,
		fix: "take a new backup; when this repeats, report it as a bug of the engine"
	});
}
export { publishEngineChecks as a, publishApplicationChecks as i, UNANSWERED as n, WITHHELD as r, checkFingerprint as t };
