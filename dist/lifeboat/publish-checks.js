// src/evidence/publish-checks.ts
/** Stands for what `evidence.disclosure` keeps out of records. */
const WITHHELD = "(withheld)";
/** How the detail of a check begins that the server could not answer; what follows up to the colon is a code without data. */
const UNANSWERED = "SQLSTATE ";
/** The code of a server that could not answer; undefined for any other detail. */
function stateIn(detail) {
	return /^SQLSTATE [0-9A-Z]{5}(?=:)/.exec(detail)?.[0];
}
/** An engine's checks as a record may show them: unless all is disclosed without details, which may name what the database holds. */
function publishEngineChecks(checks, disclosure) {
	return disclosure === "full" ? checks : checks.map((check) => ({
		...check,
		detail: WITHHELD
	}));
}
/** A plan's checks as a record may show them: their names are the plan's own words, so a number in the plan's order stands for each. */
function publishApplicationChecks(checks, disclosure) {
	if (disclosure === "full") return checks;
	return checks.map(({ result, detail }, index) => ({
		name: `check ${index + 1}`,
		result,
		detail: stateIn(detail) ?? "(withheld)"
	}));
}
export { stateIn as a, publishEngineChecks as i, WITHHELD as n, publishApplicationChecks as r, UNANSWERED as t };
