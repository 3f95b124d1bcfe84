import { r as LifeboatError } from "./errors.js";
// src/core/integrity.ts
/** Throws `plan-invalid` where the two sides of a rule of references do not name as many columns. */
function requirePairs({ columns, to }) {
	if (columns.length === to.columns.length) return;
	throw new LifeboatError({
		code: "plan-invalid",
		what: "a rule of references names more columns on one side than on the other",
		fix: "name as many columns under to: as under columns:"
	});
}
export { requirePairs as t };
