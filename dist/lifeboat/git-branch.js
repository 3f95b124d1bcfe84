import { n as readBranch, r as refuseCheckedOut, t as branchRef } from "./branch2.js";
import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { n as openRepository } from "./repository2.js";
import { t as openGitTree } from "./git-tree.js";
import { join } from "node:path";
import { writeFile } from "node:fs/promises";
// src/evidence/git/commit-files.ts
const AUTHOR = {
	name: "lifeboat",
	email: "lifeboat@localhost"
};
/**
* Adds files in one commit on top of a branch with an index of its own, then moves the branch by compare-and-swap.
* The branch has the whole commit or is as before. Throws `ledger-moved` when somebody else moved it meanwhile.
*/
async function commitFiles(repository, commit, context) {
	const { branch, from, files, message } = commit;
	const env = {
		...await authorship(repository, context),
		GIT_INDEX_FILE: join(context.workDir, "evidence.index")
	};
	await repository.run(["read-tree", from.head ?? "--empty"], { env });
	await repository.run([
		"update-index",
		"-z",
		"--index-info"
	], {
		env,
		stdin: files.map(({ path, object }) => `100644 ${object}\t${path}\0`).join("")
	});
	const tree = (await repository.run(["write-tree"], { env })).trim();
	const parents = from.head === void 0 ? [] : ["-p", from.head];
	const made = await repository.run([
		"commit-tree",
		"--no-gpg-sign",
		...parents,
		tree
	], {
		env,
		stdin: message
	});
	await moveBranch(repository, {
		branch,
		from,
		to: made.trim()
	}, env);
	return made.trim();
}
/** Stores these files as they are, without the repository's filters; returns their objects in the same order. */
async function storeFiles(repository, paths) {
	return (await repository.run([
		"hash-object",
		"-w",
		"--no-filters",
		"--stdin-paths"
	], { stdin: paths.map((path) => `${path}\n`).join("") })).trimEnd().split("\n");
}
async function moveBranch(repository, move, env) {
	const { branch, from, to } = move;
	try {
		await repository.run([
			"update-ref",
			"-m",
			"lifeboat collect",
			branchRef(branch),
			to,
			from.local ?? ""
		], { env });
	} catch (error) {
		if (!isLifeboatError(error, "program-failed") || !/lock/.test(error.why ?? "")) throw error;
		throw new LifeboatError({
			code: "ledger-moved",
			what: `Branch ${branch} was moved by somebody else`,
			...error.why === void 0 ? {} : { why: error.why },
			fix: "run collect again; if a *.lock file is named and no git runs, remove it",
			cause: error
		});
	}
}
async function authorship(repository, context) {
	const name = (await repository.ask([
		"config",
		"--get",
		"user.name"
	]))?.trim() ?? AUTHOR.name;
	const email = (await repository.ask([
		"config",
		"--get",
		"user.email"
	]))?.trim() ?? AUTHOR.email;
	const date = context.clock.now().toISOString();
	return {
		GIT_AUTHOR_NAME: name,
		GIT_AUTHOR_EMAIL: email,
		GIT_AUTHOR_DATE: date,
		GIT_COMMITTER_NAME: name,
		GIT_COMMITTER_EMAIL: email,
		GIT_COMMITTER_DATE: date
	};
}
// src/evidence/branch/git-branch.ts
/**
* The evidence branch of a repository here, written without touching any index or work tree. Throws `busy` when it is checked
* out, and `config-invalid` when there is no repository.
*/
async function openGitBranch(place, context) {
	const repository = await openRepository(place.directory, context);
	await refuseCheckedOut(repository, place.branch);
	return {
		name: place.branch,
		maxCommitBytes: Infinity,
		readHead: () => readHead(repository, place, context)
	};
}
async function readHead(repository, { branch, path }, context) {
	const from = await readBranch(repository, branch);
	const add = async ({ files, message }) => {
		const objects = await storeFiles(repository, await filesHere(files, context));
		const stored = files.map((file, index) => ({
			path: `${path}/${file.path}`,
			object: objects[index] ?? ""
		}));
		return commitFiles(repository, {
			branch,
			from,
			files: stored,
			message
		}, context);
	};
	const tree = from.head === void 0 ? void 0 : openGitTree(repository, {
		path,
		commit: from.head
	});
	return {
		commit: from.head,
		tree,
		add
	};
}
/** Git takes the names of many files at once. */
function filesHere(files, { workDir }) {
	return Promise.all(files.map(async ({ content }, index) => {
		if ("file" in content) return content.file;
		const file = join(workDir, `published-${index}`);
		await writeFile(file, content, { mode: 384 });
		return file;
	}));
}
export { openGitBranch };
