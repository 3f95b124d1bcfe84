import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as isBranchName } from "./branch-name.js";
// src/cli/chosen-branch.ts
/** The branch that `--branch` names, else the configured one. Throws `usage-invalid` for what git would not take. */
function chosenBranch(written, configured) {
	if (typeof written !== "string") return configured;
	if (isBranchName(written)) return written;
	throw new LifeboatError({
		code: "usage-invalid",
		what: `--branch takes the name of a git branch, not ${JSON.stringify(written)}`,
		fix: "name one that git branch would make"
	});
}
// src/cli/at-github.ts
/** True in a workflow run with a token: what is published is asked from GitHub, for the clone of a job is as old as the job. */
function isAtGitHub({ environment }) {
	return environment["GITHUB_ACTIONS"] === "true" && (environment["GITHUB_TOKEN"] ?? "") !== "";
}
/** The repository of the workflow run, and the place of its evidence: a branch that nobody named is the default branch. */
async function openAtGitHub(shell, named) {
	const { gitHubRepository } = await import("./repository3.js");
	const { openRemote } = await import("./open-remote.js");
	const repository = gitHubRepository(shell.environment);
	const place = placeOf(named, await shell.configuration());
	return {
		repository,
		opened: await openRemote(repository, await shell.context()),
		place
	};
}
function placeOf(named, { evidence, isWritten }) {
	const { path, branch } = evidence;
	if (named === void 0 && !isWritten(["evidence", "branch"])) return { path };
	return {
		path,
		branch: chosenBranch(named, branch)
	};
}
// src/cli/published-branch.ts
/**
* The branch to read here when no option names one: the configured one; where none is written and `lifeboat-evidence` does not
* exist, the current branch if it holds a ledger, as a clone of a repository does whose workflows publish to its default branch.
*/
async function publishedBranch({ evidence, isWritten }, repository) {
	const { branch, path } = evidence;
	if (isWritten(["evidence", "branch"])) return branch;
	const { readBranch } = await import("./branch.js");
	if ((await readBranch(repository, branch)).head !== void 0) return branch;
	const current = (await repository.ask([
		"symbolic-ref",
		"--short",
		"--quiet",
		"HEAD"
	]))?.trim();
	if (current === void 0) return branch;
	const { head } = await readBranch(repository, current);
	return await repository.ask([
		"rev-parse",
		"--verify",
		"--quiet",
		`${head}:${path}/ledger`
	]) === void 0 ? branch : current;
}
// src/cli/open-ledger.ts
const NO_LEDGER = "No published ledger was at hand; the record in the store was relied on.";
/**
* The published ledger: in a workflow run as GitHub has it now, else of the repository here. A restore after a disaster has none,
* so its absence is told and not refused; a repository or a ledger that is there and cannot be trusted still is:
* `config-invalid`, `ledger-broken`.
*/
async function openLedger(shell) {
	return isAtGitHub(shell) ? openLedgerAtGitHub(shell) : openLedgerHere(shell);
}
async function openLedgerAtGitHub(shell) {
	const { gitHubBranch } = await import("./github-branch2.js");
	const { openLedger: openTree } = await import("./read-ledger2.js");
	try {
		const { opened, place } = await openAtGitHub(shell);
		const { tree } = await gitHubBranch(opened, place).readHead();
		return tree === void 0 ? { notes: [] } : {
			ledger: await openTree(tree),
			notes: []
		};
	} catch (error) {
		if (!isLifeboatError(error, "evidence-undelivered")) throw error;
		return {
			notes: [`${NO_LEDGER} ${error.what}.`],
			ledgerUnread: error.what
		};
	}
}
async function openLedgerHere(shell) {
	const { findRepository } = await import("./repository.js");
	const { openLedgerOf } = await import("./read-ledger2.js");
	const configuration = await shell.configuration();
	const { directory, evidence } = configuration;
	let repository;
	try {
		repository = await findRepository(directory, await shell.context());
	} catch (error) {
		if (!isLifeboatError(error, "program-absent")) throw error;
		return { notes: [`${NO_LEDGER} ${error.what}.`] };
	}
	if (repository === void 0) return { notes: [`${NO_LEDGER} There is no git repository here.`] };
	const branch = await publishedBranch(configuration, repository);
	const ledger = await openLedgerOf(repository, {
		branch,
		path: evidence.path
	});
	return ledger === void 0 ? { notes: [] } : {
		ledger,
		notes: []
	};
}
export { chosenBranch as i, publishedBranch as n, openAtGitHub as r, openLedger as t };
