import { r as ConfigError } from "./explain-issue.js";
import { _ as tuple, a as array, d as literal, g as string, h as strictObject, m as record, s as discriminatedUnion, t as date, v as union } from "../dependencies/zod.js";
import { n as parseYamlWith } from "./parse-yaml.js";
import { r as LifeboatError } from "./errors.js";
import { i as name, s as size } from "./fields.js";
import { s as expectationSchema, t as canBeMet } from "./integrity-rules.js";
import { basename, join, relative } from "node:path";
import { readFile } from "node:fs/promises";
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
const checkName = string().min(1).max(200);
const asked = strictObject({
	name: checkName,
	query: string().min(1).describe("One row and one column, in the language of the engine; read-only"),
	expect: expectationSchema.describe("The value, or comparisons: { \">=\": 1 }, { between: [1, 9] }")
});
const skipped = strictObject({
	name: checkName,
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
	checks: record(name, array(applicationCheckSchema)).default({}).describe("By target"),
	integrity: record(name, array(plannedRule)).default({}).describe("What must hold inside a restored copy, by target")
});
// src/drill/plan.ts
/** The plan of that name in the folder of drill plans; without a name a plain drill of the newest backup. */
async function loadDrillPlan(name, folder) {
	if (name === void 0) return {
		name: "default",
		...planSchema.parse({ version: 1 })
	};
	if (name !== basename(name)) throw absent(name, folder);
	const file = join(folder, `${name}.yaml`);
	return {
		name,
		...parseDrillPlan(await readFile(file, "utf8").catch((error) => {
			throw absent(name, folder, error);
		}), join(basename(folder), relative(folder, file)))
	};
}
/** Reads a plan. Throws `config-invalid` with every fault, its place and its fix. */
function parseDrillPlan(text, fileName) {
	const parsed = parseYamlWith(planSchema, text, fileName);
	if (!parsed.ok) throw new ConfigError(fileName, parsed.problems);
	return parsed.value;
}
function absent(name, folder, cause) {
	return new LifeboatError({
		code: "config-absent",
		what: `there is no drill plan ${name}`,
		why: cause instanceof Error ? cause.message : `${folder} holds plans as NAME.yaml`,
		fix: `write ${join(basename(folder), `${name}.yaml`)}, or drill without --plan`,
		cause
	});
}
export { loadDrillPlan };
