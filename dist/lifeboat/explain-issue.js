import "./secret-reference.js";
import { t as escapeControlCharacters } from "./control-characters.js";
import { r as pathText } from "./problem2.js";
import { n as nodesAt, r as property } from "./schema-nodes.js";
import { t as didYouMean } from "./suggest.js";
// src/config/printable.ts
const LONGEST = 60;
const SECRET_KEY = /pass|pwd|secret|token|credential|private|identit|(^|[a-z])key$|^key|url$|uri$|dsn$/i;
const URL_WITH_PASSWORD = /:\/\/[^/?#\s]*:[^/?#\s]+@/;
const SECRET_KEY_TEXT = /AGE-SECRET-KEY-1|PRIVATE KEY-----/;
const PASSWORD_SETTING = /\b(?:password|passwd|pwd|secret|token)\s*=\s*\S/i;
const CONNECTION_SETTING = /\b(?:host|hostaddr|user|dbname|port)\s*=\s*\S/i;
/** True for text that holds a password or a secret key, whatever key it stands under. */
function holdsSecret(text) {
	if (URL_WITH_PASSWORD.test(text) || SECRET_KEY_TEXT.test(text)) return true;
	return PASSWORD_SETTING.test(text) && CONNECTION_SETTING.test(text);
}
/** A written value for an error message, or undefined when it may be a secret. */
function printable(value, path) {
	if (path.some((part) => typeof part === "string" && SECRET_KEY.test(part))) return void 0;
	if (Array.isArray(value)) return "a list";
	if (typeof value === "object" && value !== null) return "a mapping";
	if (typeof value !== "string") return String(value);
	if (holdsSecret(value) || PASSWORD_SETTING.test(value)) return void 0;
	return escapeControlCharacters(JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value));
}
// src/config/wider-limits.ts
/** Without the limits that every whole number has, where a value that breaks them breaks its own limit too. */
function withoutWiderLimits(issues) {
	const narrower = new Set(issues.filter((issue) => !isOfEveryNumber(issue)).map(placeOf));
	return issues.filter((issue) => !isOfEveryNumber(issue) || !narrower.has(placeOf(issue)));
}
function isOfEveryNumber(issue) {
	if (issue.code === "too_big") return issue.maximum === Number.MAX_SAFE_INTEGER;
	return issue.code === "too_small" && issue.minimum === Number.MIN_SAFE_INTEGER;
}
function placeOf({ code, path }) {
	return JSON.stringify([code, path]);
}
// src/config/explain-issue.ts
/** What the schema's issues mean for whoever wrote the file. */
function problemsOfIssues(issues, situation) {
	return withoutWiderLimits(issues).flatMap((issue) => problemsOfIssue(issue, situation));
}
/** One problem, or one for each unknown key. */
function problemsOfIssue(issue, situation) {
	const path = issue.path.map((part) => typeof part === "number" ? part : String(part));
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, situation));
	if (issue.code === "invalid_key") return [badName(issue, path, situation)];
	if (issue.code === "invalid_union") return problemsOfUnion(issue, path, situation);
	return [problem(path, situation, explain(issue, path, situation))];
}
function problem(path, { locate }, { message, fix, ...rest }) {
	return {
		code: rest.code ?? "config-invalid",
		location: locate(path, rest.at ?? "value"),
		path: pathText(path),
		message,
		fix
	};
}
function unknownKey(path, key, situation) {
	const known = knownKeys(path, situation);
	if (known.includes(key)) {
		const message = "this key cannot stand beside the others here";
		return problem([...path, key], situation, {
			message,
			fix: "remove it, or the others",
			at: "key"
		});
	}
	return problem([...path, key], situation, {
		message: `unknown key${didYouMean(key, known)}`,
		fix: known.length === 0 ? "remove it" : `remove it, or use one of ${known.join(", ")}`,
		at: "key"
	});
}
function badName(issue, path, situation) {
	return problem(path, situation, {
		message: `this name ${issue.issues.map(({ message }) => message).join(", ")}`,
		fix: "choose another name",
		at: "key"
	});
}
function knownKeys(path, { schema, value }) {
	const nodes = nodesAt(schema, path, value);
	return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))].sort();
}
function problemsOfUnion(issue, path, situation) {
	const written = valueAt(situation.value, path);
	if (issue.message === "a secret is never written here: use { env: NAME }, { file: path } or { command: [program, argument, …] }" && written !== void 0) {
		const literal = typeof written !== "object";
		return [problem(path, situation, {
			code: literal ? "secret-literal" : "config-invalid",
			message: literal ? "a secret is written here" : "this is not a reference to a secret",
			fix: "write where it lies: { env: NAME }, { file: path } or { command: [program, argument, …] }"
		})];
	}
	const [branch] = issue.errors.toSorted((a, b) => remoteness(a) - remoteness(b));
	if (branch === void 0 || branch.length === 0 || written === void 0) return [problem(path, situation, explain(issue, path, situation))];
	return problemsOfIssues(branch.map((found) => ({
		...found,
		path: [...issue.path, ...found.path]
	})), situation);
}
/** How far what was written is from one alternative: another kind of value weighs most, then keys it does not know. */
function remoteness(issues) {
	return issues.reduce((sum, issue) => sum + weight(issue), 0);
}
function weight(issue) {
	if (issue.code === "unrecognized_keys") return 10 * issue.keys.length;
	return (issue.code === "invalid_type" || issue.code === "invalid_union") && issue.path.length === 0 ? 100 : 1;
}
function explain(issue, path, situation) {
	const written = valueAt(situation.value, path);
	const options = optionsOf(issue, path, situation);
	if (written === null && path.length === 0) return {
		message: "nothing is written here",
		fix: "write the keys that the documentation names"
	};
	if (written === void 0) return {
		message: issue.code === "custom" ? issue.message : "is missing",
		fix: `add ${path.at(-1) ?? "it"}${hint(options, path, situation)}`,
		at: "key"
	};
	const shown = printable(written, path);
	const isOfContent = [
		"custom",
		"too_small",
		"too_big"
	].includes(issue.code) && typeof written === "object" && written !== null;
	const suffix = shown === void 0 || isOfContent ? "" : `, not ${shown}`;
	if (options.length > 0) {
		const guess = typeof written === "string" ? didYouMean(written, options) : "";
		return {
			message: `must be ${oneOf(options)}${suffix}${guess}`,
			fix: `write ${oneOf(options)}`
		};
	}
	const known = issue.code === "custom" ? issue.params?.["fix"] : void 0;
	const fix = typeof known === "string" ? known : `change it${hint([], path, situation)}`;
	return {
		message: `${requirement(issue)}${suffix}`,
		fix
	};
}
function optionsOf(issue, path, { schema, value }) {
	if (issue.code === "invalid_value") return issue.values.map(String);
	if (issue.code !== "invalid_union") return [];
	const parent = nodesAt(schema, path.slice(0, -1), withoutKey(value, path));
	const last = String(path.at(-1));
	return [...new Set(parent.flatMap((node) => node.properties?.[last]?.const ?? []))].map(String).sort();
}
/** A wrong discriminator would hide every alternative. */
function withoutKey(value, path) {
	const [part, ...rest] = path;
	if (part === void 0 || typeof value !== "object" || value === null) return void 0;
	return {
		...value,
		[part]: rest.length === 0 ? void 0 : withoutKey(property(value, part), rest)
	};
}
function oneOf(options) {
	return options.length === 1 ? String(options[0]) : `one of ${options.join(", ")}`;
}
/** What would be right, as far as the schema tells. */
function hint(options, path, { schema, value }) {
	if (options.length > 0) return `: ${oneOf(options)}`;
	const nodes = nodesAt(schema, path, value);
	const examples = nodes.flatMap((node) => node.examples ?? node.enum ?? []);
	if (examples.length > 0) return `, for example ${examples.slice(0, 3).map(String).join(" or ")}`;
	const found = nodes.map(({ description, type }) => description ?? TYPE_NAMES[type ?? ""]).find((text) => text !== void 0);
	return found === void 0 ? "" : ` (${found})`;
}
function requirement(issue) {
	if (issue.code === "invalid_type") return `must be ${TYPE_NAMES[issue.expected] ?? issue.expected}`;
	if (issue.code === "too_small") return limited(issue.inclusive === false ? "more than" : "at least", issue.minimum, issue.origin);
	if (issue.code === "too_big") return limited(issue.inclusive === false ? "less than" : "at most", issue.maximum, issue.origin);
	return issue.message;
}
const TYPE_NAMES = {
	object: "a mapping",
	record: "a mapping",
	array: "a list",
	string: "text",
	number: "a number",
	int: "a whole number",
	integer: "a whole number",
	boolean: "true or false"
};
function limited(comparison, limit, origin) {
	if (origin === "array") return `must hold ${comparison} ${limit} ${Number(limit) === 1 ? "entry" : "entries"}`;
	return `must be ${comparison} ${limit}${origin === "string" ? " characters" : ""}`;
}
function valueAt(value, path) {
	return path.reduce(property, value);
}
export { holdsSecret as n, printable as r, problemsOfIssues as t };
