import { r as LifeboatError } from "./errors.js";
import { t as didYouMean } from "./suggest.js";
import { t as require_dist } from "../dependencies/yaml.js";
import { i as problemText, r as pathText, t as inOrder } from "./problem.js";
import "./secret-reference.js";
import { i as schemaOf, n as nodesAt, r as property } from "./schema-nodes.js";
// src/config/config-error.ts
/** All that is wrong with a configuration, at once. */
var ConfigError = class extends LifeboatError {
	problems;
	constructor(subject, problems) {
		const sorted = inOrder(problems);
		const count = sorted.length === 1 ? "1 problem" : `${sorted.length} problems`;
		super({
			code: sorted.some(({ code }) => code === "secret-literal") ? "secret-literal" : "config-invalid",
			what: `${subject} has ${count}`,
			why: `\n${sorted.map(problemText).join("\n")}`
		});
		this.name = "ConfigError";
		this.problems = sorted;
	}
};
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
	return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
}
// src/config/explain-issue.ts
/** What one issue of the schema means for whoever wrote the file: one problem, or one for each unknown key. */
function problemsOfIssue(issue, situation) {
	const path = issue.path.map((part) => typeof part === "number" ? part : String(part));
	if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(path, key, situation));
	if (issue.code === "invalid_key") return [badName(issue, path, situation)];
	if (issue.code === "invalid_union") return problemsOfUnion(issue, path, situation);
	return [problem$1(path, situation, explain(issue, path, situation))];
}
function problem$1(path, { locate }, { message, fix, ...rest }) {
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
		return problem$1([...path, key], situation, {
			message,
			fix: "remove it, or the others",
			at: "key"
		});
	}
	return problem$1([...path, key], situation, {
		message: `unknown key${didYouMean(key, known)}`,
		fix: known.length === 0 ? "remove it" : `remove it, or use one of ${known.join(", ")}`,
		at: "key"
	});
}
function badName(issue, path, situation) {
	return problem$1(path, situation, {
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
		return [problem$1(path, situation, {
			code: literal ? "secret-literal" : "config-invalid",
			message: literal ? "a secret is written here" : "this is not a reference to a secret",
			fix: "write where it lies: { env: NAME }, { file: path } or { command: [program, argument, …] }"
		})];
	}
	const [branch] = issue.errors.toSorted((a, b) => remoteness(a) - remoteness(b));
	if (branch === void 0 || branch.length === 0 || written === void 0) return [problem$1(path, situation, explain(issue, path, situation))];
	return branch.flatMap((inner) => problemsOfIssue({
		...inner,
		path: [...issue.path, ...inner.path]
	}, situation));
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
	const suffix = shown === void 0 ? "" : `, not ${shown}`;
	if (options.length > 0) {
		const guess = typeof written === "string" ? didYouMean(written, options) : "";
		return {
			message: `must be ${oneOf(options)}${suffix}${guess}`,
			fix: `write ${oneOf(options)}`
		};
	}
	return {
		message: `${requirement(issue)}${suffix}`,
		fix: `change it${hint([], path, situation)}`
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
	if (issue.code === "too_small") return `must be ${issue.inclusive === false ? "more than" : "at least"} ${measure(issue.minimum, issue.origin)}`;
	if (issue.code === "too_big") return `must be ${issue.inclusive === false ? "less than" : "at most"} ${measure(issue.maximum, issue.origin)}`;
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
function measure(limit, origin) {
	if (origin === "string") return `${limit} characters`;
	return origin === "array" ? `${limit} entries` : String(limit);
}
function valueAt(value, path) {
	return path.reduce(property, value);
}
// src/config/secret-literals.ts
/** Passwords and secret keys inside plain text, such as a URL with a password; the text itself is not repeated. */
function secretLiterals(value, locate, path = []) {
	if (typeof value === "string") return holdsSecret(value) ? [problem(locate, path)] : [];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => secretLiterals(inner, locate, [...path, Array.isArray(value) ? Number(key) : key]));
}
function problem(locate, path) {
	return {
		code: "secret-literal",
		location: locate(path),
		path: pathText(path),
		message: "a secret is written here",
		fix: "take it out, change it (it has been seen), and refer to it where a secret belongs: { env: NAME }"
	};
}
// src/config/yaml-faults.ts
var import_dist = require_dist();
/** Our own words for the parser's codes, because its messages may quote the file and so a secret. */
const FAULTS = {
	DUPLICATE_KEY: {
		message: "this key is written twice",
		fix: "keep one of the two"
	},
	TAB_AS_INDENT: {
		message: "a tab is not allowed as indentation",
		fix: "indent with spaces"
	},
	BAD_INDENT: {
		message: "the indentation does not fit the lines around it",
		fix: "align it with its siblings"
	},
	BAD_ALIAS: {
		message: "this alias has no anchor",
		fix: "define the anchor (&name) before the alias (*name)"
	},
	MISSING_CHAR: {
		message: "a character is missing here",
		fix: "close the bracket, brace or quote, or add the colon or comma"
	},
	MULTIPLE_DOCS: {
		message: "the file holds more than one document",
		fix: "remove the line --- and what follows it"
	},
	MULTILINE_IMPLICIT_KEY: {
		message: "a key must stand on one line with its colon",
		fix: "add the missing colon, or quote the text"
	},
	BLOCK_AS_IMPLICIT_KEY: {
		message: "a mapping cannot begin on the line of a key",
		fix: "put it on a line of its own, further indented"
	},
	NON_STRING_KEY: {
		message: "a key must be text",
		fix: "quote it"
	},
	RESOURCE_EXHAUSTION: {
		message: "the aliases of this file expand without bound",
		fix: "write it without aliases in aliases"
	},
	TAG_RESOLVE_FAILED: {
		message: "this tag (!…) is not known",
		fix: "remove the tag"
	}
};
/** What is wrong and how to mend it, for a code of the YAML parser. */
function yamlFault(code) {
	return FAULTS[code] ?? {
		message: `this is not valid YAML (${code})`,
		fix: "check the brackets, quotes and indentation here"
	};
}
// src/config/yaml-document.ts
/** Reads YAML 1.2 (with merge keys) and remembers where everything stands. */
function readYaml(text, file) {
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter: lines,
		merge: true,
		prettyErrors: false
	});
	const at = (offset) => {
		const { line, col } = lines.linePos(offset);
		return {
			file,
			line: Math.max(line, 1),
			column: Math.max(col, 1)
		};
	};
	const faults = [...[...document.errors, ...document.warnings].map(({ code, pos }) => ({
		code,
		offset: pos[0]
	})), ...aliasFaults(document)];
	const readable = faults.every(({ code }) => code === "DUPLICATE_KEY");
	const value = readable ? plainValue(document) : void 0;
	if (readable && value === void 0) faults.push({
		code: "RESOURCE_EXHAUSTION",
		offset: 0
	});
	return {
		value,
		locate: (path, what = "value") => at(offsetOf(document, path, what)),
		problems: faults.map(({ code, offset }) => problemOf(code, at(offset)))
	};
}
function problemOf(code, location) {
	return {
		code: "config-invalid",
		location,
		path: "",
		...yamlFault(code)
	};
}
/** Aliases without an anchor, and those inside what they stand for, which would never end. */
function aliasFaults(document) {
	const faults = [];
	(0, import_dist.visit)(document, { Alias: (_key, alias, ancestors) => {
		const offset = alias.range?.[0] ?? 0;
		const meant = alias.resolve(document);
		if (meant === void 0) faults.push({
			code: "BAD_ALIAS",
			offset
		});
		else if (ancestors.includes(meant)) faults.push({
			code: "RESOURCE_EXHAUSTION",
			offset
		});
	} });
	return faults;
}
/** Undefined for a document whose aliases expand without bound. */
function plainValue(document) {
	try {
		return document.toJS();
	} catch {
		return;
	}
}
function offsetOf(document, path, what) {
	let node = document.contents;
	let offset = node?.range?.[0] ?? 0;
	for (const part of path) {
		const found = child(resolved(node, document), part);
		if (found === void 0) return offset;
		offset = (what === "value" && isWritten(found.value) ? start(found.value) : start(found.key)) ?? offset;
		node = found.value;
	}
	return offset;
}
function child(node, part) {
	if ((0, import_dist.isSeq)(node)) {
		const item = node.items[Number(part)];
		return item === void 0 ? void 0 : {
			key: item,
			value: item
		};
	}
	if (!(0, import_dist.isMap)(node)) return void 0;
	const pair = node.items.findLast(({ key }) => (0, import_dist.isScalar)(key) && String(key.value) === String(part));
	return pair === void 0 ? void 0 : {
		key: pair.key,
		value: pair.value
	};
}
function resolved(node, document) {
	return (0, import_dist.isAlias)(node) ? node.resolve(document) ?? null : node;
}
/** A collection is shown by its key, and so is a value left empty. */
function isWritten(node) {
	return (0, import_dist.isAlias)(node) || (0, import_dist.isScalar)(node) && node.source !== "";
}
function start(node) {
	return node?.range?.[0];
}
// src/config/parse-yaml.ts
/**
* Reads YAML by a schema. Never throws: everything that is wrong comes back at once, in the order of the file,
* each with its place, key, and fix; `new ConfigError(fileName, problems)` makes one error of it.
*/
function parseYamlWith(schema, text, fileName) {
	const document = readYaml(text, fileName);
	if (document.value === void 0) return {
		ok: false,
		problems: inOrder(document.problems)
	};
	const checked = checkValue(schema, document.value, document.locate);
	const problems = inOrder([...document.problems, ...checked.ok ? [] : checked.problems]);
	if (!checked.ok || problems.length > 0) return {
		ok: false,
		problems
	};
	return {
		ok: true,
		value: checked.value,
		locate: document.locate
	};
}
/** Checks a value that was read already, wherever its parts came from. */
function checkValue(schema, value, locate) {
	const result = schema.safeParse(value);
	const faults = result.success ? [] : faultsOf(result.error, {
		schema: schemaOf(schema),
		value,
		locate
	});
	const secrets = [...secretLiterals(value, locate), ...faults.filter(({ code }) => code === "secret-literal")];
	const secretPaths = new Map(secrets.map((problem) => [problem.path, problem]));
	const problems = [...faults.filter(({ path }) => !secretPaths.has(path)), ...secretPaths.values()];
	if (!result.success || problems.length > 0) return {
		ok: false,
		problems: inOrder(problems)
	};
	return {
		ok: true,
		value: result.data,
		locate
	};
}
function faultsOf({ issues }, situation) {
	return issues.flatMap((issue) => problemsOfIssue(issue, situation));
}
export { ConfigError as i, parseYamlWith as n, readYaml as r, checkValue as t };
