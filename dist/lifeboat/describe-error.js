import { r as LifeboatError } from "./errors.js";
// src/cli/output/describe-error.ts
/** An error as a person reads it: what, why, the fix; an unexpected one with its stack, to be reported. */
function describeError(error) {
	if (!(error instanceof LifeboatError)) return `unexpected error; this is a defect of Lifeboat, please report it\n${error instanceof Error ? error.stack ?? error.message : String(error)}`;
	return describeFailure(error);
}
/** What, why and the fix, one below the other. */
function describeFailure({ code, what, why, fix }) {
	return [
		`error: ${what} [${code}]`,
		...why === void 0 ? [] : [indent("why", why)],
		...fix === void 0 ? [] : [indent("fix", fix)]
	].join("\n");
}
function indent(label, text) {
	return `  ${label}: ${text.split("\n").join("\n       ")}`;
}
export { describeFailure as n, describeError as t };
