import { t as escapeControlCharacters } from "./control-characters.js";
// src/config/problem.ts
/** A key path for people: `targets.orders.schedule.backup`, `encryption.recipients[0]`. */
function pathText(path) {
	return path.reduce((text, part) => {
		if (typeof part === "number") return `${text}[${part}]`;
		return text === "" ? part : `${text}.${part}`;
	}, "");
}
/** `lifeboat.yaml:3:5`, or the variable's name. */
function locationText(location) {
	return "variable" in location ? location.variable : `${location.file}:${location.line}:${location.column}`;
}
/** A problem as printed: place, key, what is wrong, and the fix on a line of its own; keys of the file make no others. */
function problemText(problem) {
	const key = problem.path === "" ? "" : ` ${problem.path}:`;
	return `${escapeControlCharacters(`${locationText(problem.location)}:${key} ${problem.message}`)}\n    fix: ${escapeControlCharacters(problem.fix)}`;
}
/** In the order of the file, then of the variables' names; the same fault of one place once. */
function inOrder(faults) {
	return [...new Map(faults.map((fault) => [sortKey(fault), fault]))].sort(([a], [b]) => a < b ? -1 : 1).map(([, fault]) => fault);
}
function sortKey({ location, path, message }) {
	return `${"variable" in location ? `1 ${location.variable}` : `0 ${location.file} ${padded(location.line)} ${padded(location.column)}`} ${path} ${message}`;
}
function padded(value) {
	return String(value).padStart(9, "0");
}
export { problemText as i, locationText as n, pathText as r, inOrder as t };
