import { n as locationText, r as pathText } from "./problem2.js";
// src/config/findings/finding.ts
/** An observation with its place; a warning unless it says otherwise. */
function findingOf({ path, severity, shared, ...rest }, places) {
	const origin = originOf(path, places);
	return {
		...rest,
		severity: severity ?? "warning",
		location: places.locate(origin),
		path: pathText(shared === true ? origin : path)
	};
}
/** What a target does not say itself may stand under `defaults`. */
function originOf(path, { isWritten }) {
	const [section, , ...rest] = path;
	if (section !== "targets" || isWritten(path)) return path;
	return isWritten(["defaults", ...rest]) ? ["defaults", ...rest] : path;
}
/** A finding as printed. */
function findingText({ severity, location, path, message, fix }) {
	return `${locationText(location)}: ${severity}: ${path}: ${message}\n    fix: ${fix}`;
}
export { findingText as n, findingOf as t };
