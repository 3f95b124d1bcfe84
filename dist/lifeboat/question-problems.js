import { t as ConfigError } from "./config-error.js";
import { t as problemsOfIssues } from "./explain-issue.js";
import { r as pathText } from "./problem2.js";
import { i as schemaOf } from "./schema-nodes.js";
// src/config/question-problems.ts
/**
* Refuses rules of these groups whose questions their engines can never answer, by their form alone. Not a part of reading a
* configuration: it loads the engines' code. Throws `config-invalid`, with every one of them.
*/
async function requireQuestions(configuration, groups) {
	const problems = [];
	for (const { name, reconcile } of groups) for (const [index, rule] of reconcile.entries()) for (const side of ["truth", "derived"]) {
		const { target, keys } = rule[side];
		const { keysSchema } = await configuration.engineOf(configuration.target(target));
		const path = [
			"groups",
			name,
			"reconcile",
			index,
			side,
			"keys"
		];
		problems.push(...problemsOf(keys, keysSchema, {
			path,
			locate: configuration.locate
		}));
	}
	if (problems.length > 0) throw new ConfigError(configuration.file ?? "The configuration", problems);
}
function problemsOf(question, schema, place) {
	const value = readJson(question);
	if (schema === void 0) return isMapping(value) ? [problem(place, "must be a query as text, not a mapping", "write it in the language of that target's engine")] : [];
	if (value === void 0) return [problem(place, "is no JSON, and no mapping", `write ${schema.description ?? "one"}`)];
	const { error } = schema.safeParse(value);
	const locate = (inside, what) => place.locate([...place.path, ...inside], what);
	const situation = {
		schema: schemaOf(schema),
		value,
		locate
	};
	return problemsOfIssues(error?.issues ?? [], situation).map((each) => ({
		...each,
		path: joined(place.path, each.path)
	}));
}
/** Undefined for what is no JSON; the instants that a question waits for stand inside of its texts. */
function readJson(question) {
	try {
		return JSON.parse(question);
	} catch {
		return;
	}
}
function isMapping(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function problem({ path, locate }, message, fix) {
	return {
		code: "config-invalid",
		location: locate(path),
		path: pathText(path),
		message,
		fix
	};
}
function joined(path, inside) {
	return inside === "" || inside.startsWith("[") ? pathText(path) + inside : `${pathText(path)}.${inside}`;
}
export { requireQuestions };
