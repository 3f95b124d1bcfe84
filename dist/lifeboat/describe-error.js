import { t as escapeControlCharacters } from "./control-characters.js";
import { r as LifeboatError } from "./errors.js";
// src/cli/output/describe-error.ts
/** An error as a person reads it: what, why, the fix; an unexpected one with its stack, to be reported. */
function describeError(error) {
	if (!(error instanceof LifeboatError)) return `unexpected error; this is a defect of Lifeboat, please report it\n${linesOf(error instanceof Error ? error.stack ?? error.message : String(error)).join("\n")}`;
	return describeFailure(error);
}
/** What, why and the fix, one below the other. */
function describeFailure({ code, what, why, fix }) {
	return [
		`error: ${escapeControlCharacters(what)} [${code}]`,
		...why === void 0 ? [] : [indent("why", why)],
		...fix === void 0 ? [] : [indent("fix", fix)]
	].join("\n");
}
function indent(label, text) {
	return `  ${label}: ${linesOf(text).join("\n       ")}`;
}
/** What databases and their programs said, which has lines and tabs of its own, but shows nothing else than what it says. */
function linesOf(text) {
	return text.split(/\r?\n/).map((line) => line.split("	").map(escapeControlCharacters).join("	"));
}
export { describeFailure as n, describeError as t };
