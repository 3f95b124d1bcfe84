import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
// src/github/facts.ts
/** What an answer of status 200 says in refusing a query; undefined when it does not. */
function factsOfAnswer(answer) {
	const { errors = [] } = isObject(answer.data) ? answer.data : {};
	if (errors.length === 0) return void 0;
	return {
		status: answer.status,
		headers: answer.headers,
		types: errors.map(({ type = "" }) => type),
		words: errors.map(({ message = "" }) => message).join("; ")
	};
}
/** The same of what Octokit throws; status 0 for what is no answer at all. */
function factsOfError(error) {
	const { status, message, headers, errors, response } = isObject(error) ? error : {};
	const words = message ?? String(error);
	if (errors !== void 0) return factsOfAnswer({
		status: 200,
		headers: headers ?? {},
		data: { errors }
	}) ?? NOTHING;
	return {
		status: response === void 0 ? 0 : status ?? 0,
		headers: response?.headers ?? {},
		types: [],
		words
	};
}
const NOTHING = {
	status: 0,
	headers: {},
	types: [],
	words: ""
};
function isObject(value) {
	return typeof value === "object" && value !== null;
}
// src/github/failure.ts
const SAFE = "The records are safe in the stores: the next collect publishes them.";
/** In the order in which they are tried: GitHub refuses with one status for several reasons. */
const REMEDIES = [
	{
		fits: ({ words }) => /not permitted to create or approve pull requests/i.test(words),
		because: "the repository does not let workflows open pull requests",
		fix: "Allow it in Settings → Actions → General → Workflow permissions, or give the token of a GitHub App."
	},
	{
		fits: ({ types, words }) => types.includes("BRANCH_PROTECTION_RULE_VIOLATION") || /rule violations|protected branch|through a pull request|creations being restricted/i.test(words),
		because: "a ruleset or a branch protection does not let this token write to the branch",
		fix: "Publish to a branch of its own (evidence.branch: lifeboat-evidence), or with --publish pull-request, or with the token of a GitHub App that is on the bypass list; github-actions cannot be put on it."
	},
	{
		fits: ({ status, types, words }) => status === 429 || types.some((type) => type.startsWith("RATE_LIMIT")) || /rate limit/i.test(words),
		because: "the token has asked too often",
		fix: "Let collect run less often, or in one job instead of a matrix."
	},
	{
		fits: ({ status }) => status === 401,
		because: "GitHub does not know the token",
		fix: "Give GITHUB_TOKEN a token that is valid: `${{ github.token }}`, or that of a GitHub App made in this job."
	},
	{
		fits: ({ status, types }) => status === 403 || types.includes("FORBIDDEN"),
		because: "the token lacks a permission: contents: write is missing",
		fix: "Give the job `permissions: { contents: write }`, with --publish pull-request `pull-requests: write` too. Runs for pull requests of forks never have it."
	},
	{
		fits: ({ status, types }) => status === 404 || types.includes("NOT_FOUND"),
		because: "the repository does not exist, or the token may not see it",
		fix: "Check GITHUB_REPOSITORY and GITHUB_API_URL, and that the job has `permissions: { contents: write }`."
	},
	{
		fits: ({ status }) => status === 0 || status >= 500,
		because: "GitHub does not answer as it should",
		fix: "See githubstatus.com, and the proxy of a runner of your own."
	}
];
const UNKNOWN = {
	because: "GitHub refused",
	fix: "Read its words above."
};
/** Runs one step against GitHub. Throws `evidence-undelivered` with the fix, or `ledger-moved` when somebody else was first. */
async function explained(doing, signal, step) {
	try {
		return await step();
	} catch (error) {
		if (isLifeboatError(error)) throw error;
		if (signal.aborted) throw cancelled(signal);
		throw gitHubFailure(doing, error);
	}
}
/** True when what was asked for is not there. */
function isAbsent(error) {
	return factsOfError(error).status === 404;
}
function gitHubFailure(doing, error) {
	const facts = factsOfError(error);
	if (saysMoved(facts)) return moved(doing, error);
	const { because, fix } = REMEDIES.find(({ fits }) => fits(facts)) ?? UNKNOWN;
	return new LifeboatError({
		code: "evidence-undelivered",
		what: `${doing} failed: ${because}`,
		why: saying(facts),
		fix: `${fix} ${SAFE}`,
		cause: error
	});
}
function saysMoved({ types, status, words }) {
	if (types.includes("STALE_DATA") || /expected branch to point to/i.test(words)) return true;
	return status === 422 && /reference already exists/i.test(words);
}
function moved(doing, cause) {
	return new LifeboatError({
		code: "ledger-moved",
		what: `${doing} failed: somebody else moved the branch at the same time`,
		fix: `Run collect again. ${SAFE}`,
		cause
	});
}
function saying({ status, words }) {
	const said = words.replaceAll(/\s+/g, " ").trim().slice(0, 300);
	return status === 0 || status === 200 ? said : `${said} (HTTP ${status})`;
}
export { factsOfError as i, isAbsent as n, factsOfAnswer as r, explained as t };
