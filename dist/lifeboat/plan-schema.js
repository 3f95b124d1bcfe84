import { a as name, c as size, d as titledOnce, u as title } from "./fields.js";
import { _ as tuple, a as array, d as literal, f as number$1, g as string, h as strictObject, i as _null, m as record, o as boolean, s as discriminatedUnion, t as date, v as union } from "../dependencies/zod.js";
import { r as LifeboatError } from "./errors.js";
import "./publish-checks.js";
// src/drill/expectation.ts
const scalar = union([
	string(),
	number$1(),
	boolean(),
	_null()
]);
/** Also as text, as quoted in YAML; longer ones would not be exact. */
const number = union([number$1("must be a number"), string("must be a number").regex(/^-?\d+(\.\d+)?$/, "must be a number").refine((text) => text.length <= 15, "must be a number of at most 15 digits").transform(Number)]);
const comparison = strictObject({
	">=": number.optional(),
	">": number.optional(),
	"<=": number.optional(),
	"<": number.optional(),
	"!=": scalar.optional(),
	between: tuple([number, number]).optional()
}).refine((value) => Object.keys(value).length > 0, "must hold at least one comparison");
/** What an application check expects: a value, or comparisons that must all hold. */
const expectationSchema = union([scalar, comparison]);
/** Whether an answer (text, null for SQL NULL) is as expected. Null and text that is no number satisfy no comparison of numbers. */
function isAsExpected(answer, expected) {
	if (expected === null || typeof expected !== "object") return isSame(answer, expected);
	const { between } = expected;
	const bounds = {
		">=": between?.[0],
		"<=": between?.[1]
	};
	return (expected["!="] === void 0 || !isSame(answer, expected["!="])) && [bounds, expected].every((part) => holds(answer, part[">="], (sign) => sign >= 0) && holds(answer, part["<="], (sign) => sign <= 0)) && holds(answer, expected[">"], (sign) => sign > 0) && holds(answer, expected["<"], (sign) => sign < 0);
}
/** Whether some answer could be as expected; where none could, the check would fail every copy. */
function canBeAnswered(expected) {
	if (expected === null || typeof expected !== "object") return true;
	const { between = [-Infinity, Infinity], ">=": least = -Infinity, "<=": most = Infinity } = expected;
	const lowest = Math.max(between[0], least, expected[">"] ?? -Infinity);
	const highest = Math.min(between[1], most, expected["<"] ?? Infinity);
	return lowest < highest || lowest === highest && isAsExpected(String(lowest), expected);
}
/** What is expected, for people: `5`, `between 1 and 100`, `>= 1 and < 50`. */
function describeExpectation(expected) {
	if (expected === null || typeof expected !== "object") return JSON.stringify(expected);
	return Object.entries(expected).map(([comparison, bound]) => Array.isArray(bound) ? `between ${bound.join(" and ")}` : `${comparison} ${JSON.stringify(bound)}`).join(" and ");
}
/** `t` and `f` are how servers print truth as text. */
function isSame(answer, expected) {
	if (typeof expected === "boolean") return answer === String(expected) || answer === String(expected)[0];
	if (typeof expected === "number") return compareNumbers(answer, expected) === 0;
	return answer === expected;
}
function holds(answer, bound, accepts) {
	if (bound === void 0) return true;
	const sign = compareNumbers(answer, bound);
	return sign !== void 0 && accepts(sign);
}
/** Whole numbers are compared exactly, however large; undefined when the answer is no number. */
function compareNumbers(answer, bound) {
	const trimmed = answer?.trim() ?? "";
	if (/^-?\d+$/.test(trimmed) && Number.isSafeInteger(bound)) {
		const [left, right] = [BigInt(trimmed), BigInt(bound)];
		return left < right ? -1 : Number(left > right);
	}
	const value = Number(trimmed);
	return trimmed === "" || Number.isNaN(value) ? void 0 : Math.sign(value - bound);
}
// src/drill/integrity-rules.ts
/** Turns rules into questions before anything is restored. Throws `plan-invalid` or `not-supported` for what this engine cannot ask. */
function prepareRules(rules, engine) {
	return rules.map((rule) => {
		if (rule.rule === "schemaEqual") return { rule };
		const { rule: kind, ...rest } = rule;
		const question = engine.violations({
			...rest,
			kind
		});
		if (kind === "count") return {
			rule,
			question
		};
		return {
			rule,
			question,
			items: engine.violations({
				kind: "count",
				dataset: rule.dataset
			}),
			...passedOver(rule, engine)
		};
	});
}
function passedOver(rule, engine) {
	const [first, ...others] = rule.columns;
	if (rule.rule === "notNull" || first === void 0) return {};
	const columns = [first, ...others];
	return { passedOver: engine.violations({
		kind: "notNull",
		dataset: rule.dataset,
		columns
	}) };
}
/** Asks the restored copy whether each rule holds. */
async function runIntegrityRules(rules, sources) {
	const results = [];
	for (const prepared of rules) results.push(await judge(prepared, sources));
	return results;
}
async function judge(prepared, sources) {
	const { rule, question } = prepared;
	if (rule.rule === "schemaEqual" || question === void 0) return schemaResult(sources.schemaEqual);
	const shown = {
		rule: rule.rule,
		dataset: rule.dataset,
		..."columns" in rule ? columnsOf(rule) : {}
	};
	try {
		const weighed = weigh(rule, await sources.ask(question));
		return {
			...shown,
			...weighed,
			...weighed.result === "passed" ? await whyVoid(prepared, sources) : {}
		};
	} catch (error) {
		if (!(error instanceof LifeboatError) || error.code === "cancelled") throw error;
		const detail = error.what.startsWith("SQLSTATE ") ? error.what : `could not be asked (${error.code})`;
		return {
			...shown,
			result: "failed",
			detail
		};
	}
}
/** A label or a property that does not exist breaks no rule: Neo4j does not tell it from one that nothing has. */
async function whyVoid({ items, passedOver }, { ask }) {
	if (items === void 0) return void 0;
	const count = await ask(items);
	if (count === "0") return {
		result: "skipped",
		detail: "there are no items"
	};
	if (passedOver === void 0 || await ask(passedOver) !== count) return void 0;
	return {
		result: "skipped",
		detail: "no item has a value in all of the columns"
	};
}
/** What is known of these rules as soon as the copy was compared. */
function judgeSchema(rules, schemaEqual) {
	return rules.map(() => schemaResult(schemaEqual));
}
function schemaResult(schemaEqual) {
	return {
		rule: "schemaEqual",
		result: schemaEqual === true ? "passed" : "failed",
		detail: schemaEqual === void 0 ? "there was nothing to compare it with" : "expected that of the source"
	};
}
function columnsOf({ columns }) {
	return columns.length === 0 ? {} : { columns };
}
/** What is no whole number is no answer, and passes nothing. */
function weigh(rule, answer) {
	const found = /^\d{1,15}$/.test(answer ?? "") ? Number(answer) : void 0;
	if (found === void 0) return {
		result: "failed",
		detail: "the answer is no number"
	};
	const good = rule.rule === "count" ? isAsExpected(answer, rule.expect) : found === 0;
	const detail = rule.rule === "count" ? `expected ${describeExpectation(rule.expect)}` : "expected 0";
	return {
		found,
		result: good ? "passed" : "failed",
		detail
	};
}
/** Whether a copy could hold as many items as the rule expects; where none could, it would fail every copy. */
function canBeMet({ expect, ...rule }) {
	return nearest(expect).some((count) => weigh({
		...rule,
		expect
	}, String(count)).result === "passed");
}
/** The counts that meet an expectation if any does: of the first three above its lower bounds, `>` and `!=` leave one. */
function nearest(expected) {
	if (expected === null || typeof expected !== "object") return [Number(expected)];
	const { ">=": least = 0, ">": above = 0, between: [first] = [0] } = expected;
	const lowest = Math.ceil(Math.max(0, least, above, first));
	return [
		lowest,
		lowest + 1,
		lowest + 2
	];
}
/** The same as checks, for the grade and for what the drill ends with. */
function integrityChecks(results) {
	return results.map(({ rule, dataset, columns = [], found, result, detail }) => ({
		name: [
			rule,
			dataset,
			...columns
		].filter((part) => part !== void 0).join(" "),
		result,
		detail: found === void 0 ? detail : `${detail}, found ${found}`
	}));
}
// src/drill/integrity-schema.ts
const dataset = string().min(1).describe("As the drill names it: a table, a collection, a label");
const columns = tuple([string().min(1)], string().min(1));
/** What must hold inside a restored copy, as data: the engine turns it into a question that counts what breaks it. */
const integrityRuleSchema = discriminatedUnion("rule", [
	strictObject({
		rule: literal("notNull"),
		dataset,
		columns
	}).describe("No item lacks a value"),
	strictObject({
		rule: literal("references"),
		dataset,
		columns,
		to: strictObject({
			dataset,
			columns
		})
	}).describe("No item points to one that is not there"),
	strictObject({
		rule: literal("unique"),
		dataset,
		columns: array(string().min(1)).default([])
	}).describe("No two items are the same; without columns: no relationship is there twice"),
	strictObject({
		rule: literal("count"),
		dataset,
		expect: expectationSchema.describe("A number, or comparisons: { \">=\": 1 }, { between: [1, 9] }")
	}).describe("How many items there may be"),
	strictObject({ rule: literal("schemaEqual") }).describe("The schema is that of the source")
]);
// src/drill/plan-schema.ts
const asked = strictObject({
	name: title,
	query: string().min(1).describe("One row and one column, in the language of the engine; read-only"),
	expect: expectationSchema.refine(canBeAnswered, "must be met by some answer, as 5 or { between: [1, 9] } are").describe("The value, or comparisons: { \">=\": 1 }, { between: [1, 9] }")
});
const skipped = strictObject({
	name: title,
	skip: strictObject({
		reason: string().min(1),
		until: date().describe("The day after which the skip is a failure")
	})
});
const applicationCheckSchema = union([asked, skipped]);
/** Bounds that contradict each other are a fault of the plan, and would be told as one of every copy. */
const plannedRule = integrityRuleSchema.refine((rule) => rule.rule !== "count" || canBeMet(rule), {
	path: ["expect"],
	message: "must be met by some number of items, as 5 or { between: [1, 9] } are"
});
/** What a drill plan may hold, written as YAML in the folder of drill plans. */
const planSchema = strictObject({
	version: literal(1),
	description: string().optional(),
	targets: array(name).min(1).optional().describe("Names of targets and groups. Default: all"),
	select: literal([
		"latest",
		"random",
		"oldest"
	]).default("latest").describe("Which backup is drilled"),
	provider: literal([
		"auto",
		"container",
		"process"
	]).default("auto").describe("auto: a container where there is a container engine, else local programs"),
	isolation: literal(["required", "none"]).default("required").describe("none: consents to a sandbox from which the network can be reached"),
	memory: size.optional().describe("Limit of a container; what needs more fails the drill"),
	disk: size.optional().describe("Limit of a container; the data then lies in memory"),
	checks: record(name, array(applicationCheckSchema).superRefine(titledOnce)).default({}).describe("By target"),
	integrity: record(name, array(plannedRule)).default({}).describe("What must hold inside a restored copy, by target")
});
/** What a plan says of a target; nothing for one that is called as what every object inherits. */
function ofTarget(written, target) {
	return Object.hasOwn(written, target) ? written[target] ?? [] : [];
}
export { prepareRules as a, isAsExpected as c, judgeSchema as i, planSchema as n, runIntegrityRules as o, integrityChecks as r, describeExpectation as s, ofTarget as t };
