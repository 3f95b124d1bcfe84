import { r as LifeboatError } from "./errors.js";
// src/evidence/git/branch.ts
function branchRef(branch) {
	return `refs/heads/${branch}`;
}
/**
* The newest commit of a branch that this repository knows of: a fresh clone has published evidence only as a remote's branch,
* and a ledger begun again here would fork the chain. Throws `ledger-broken` when the branch and its remote have parted.
*/
async function readBranch(repository, branch) {
	const refs = (await repository.run([
		"for-each-ref",
		"--format=%(objectname) %(refname)",
		branchRef(branch),
		`refs/remotes/*/${branch}`
	])).split("\n").filter((line) => line !== "").map((line) => line.split(" "));
	const local = refs.find(([, name]) => name === branchRef(branch))?.[0];
	let head = local;
	for (const [commit = "", name = ""] of refs) {
		if (name === branchRef(branch) || commit === head) continue;
		if (head === void 0 || await isAncestor(repository, head, commit)) head = commit;
		else if (!await isAncestor(repository, commit, head)) throw parted(branch, name);
	}
	return {
		head,
		local
	};
}
async function isAncestor(repository, older, newer) {
	return await repository.ask([
		"merge-base",
		"--is-ancestor",
		older,
		newer
	]) !== void 0;
}
/**
* Refuses (`busy`) a branch that some work tree has checked out: its index would then show the new records as deleted,
* and the next `git commit -a` there would delete evidence.
*/
async function refuseCheckedOut(repository, branch) {
	const checkedOut = (await repository.run([
		"worktree",
		"list",
		"--porcelain",
		"-z"
	])).split("\0\0").map((worktree) => worktree.split("\0")).find((lines) => !lines.includes("bare") && lines.includes(`branch ${branchRef(branch)}`));
	if (checkedOut === void 0) return;
	throw new LifeboatError({
		code: "busy",
		what: `Branch ${branch} is checked out in ${checkedOut[0]?.replace("worktree ", "") ?? "a work tree"}`,
		why: "its index would show the published records as deleted, and the next commit there would delete them",
		fix: "check out another branch there, or set evidence.branch to a branch of its own such as lifeboat-evidence"
	});
}
function parted(branch, remote) {
	return new LifeboatError({
		code: "ledger-broken",
		what: `Branch ${branch} and ${remote} hold different evidence`,
		why: "neither continues the other, so a new batch would continue only one of two chains",
		fix: `fetch with full history; if they have truly parted, keep the published one: git branch -f ${branch} ${remote}`
	});
}
export { readBranch as n, refuseCheckedOut as r, branchRef as t };
