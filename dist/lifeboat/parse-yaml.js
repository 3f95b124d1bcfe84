import { n as holdsSecret, t as problemsOfIssues } from "./explain-issue.js";
import { r as pathText, t as inOrder } from "./problem2.js";
import { i as schemaOf } from "./schema-nodes.js";
import { t as require_dist } from "../dependencies/yaml.js";
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
	PROTOTYPE_KEY: {
		message: "this key cannot be used, and what stands under it would be left out",
		fix: "choose another name than __proto__"
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
/** What is wrong with the text and how to mend it. */
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
	const faults = [
		...[...document.errors, ...document.warnings].map(({ code, pos }) => ({
			code,
			offset: pos[0]
		})),
		...aliasFaults(document),
		...prototypeFaults(document)
	];
	const readable = faults.every(({ code }) => code === "DUPLICATE_KEY" || code === "PROTOTYPE_KEY");
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
/** Keys that a schema of names passes over without a word, because they would change an object's prototype. */
function prototypeFaults(document) {
	const faults = [];
	(0, import_dist.visit)(document, { Pair: (_key, { key }) => {
		if (!(0, import_dist.isScalar)(key) && !(0, import_dist.isAlias)(key)) return;
		const meant = resolved(key, document);
		if ((0, import_dist.isScalar)(meant) && meant.value === "__proto__") faults.push({
			code: "PROTOTYPE_KEY",
			offset: start(key) ?? 0
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
	const faults = result.success ? [] : problemsOfIssues(result.error.issues, {
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
export { parseYamlWith as n, readYaml as r, checkValue as t };
