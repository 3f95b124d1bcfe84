import { r as isLedgerPath } from "./paths.js";
import { t as explained } from "./failure.js";
import { a as openGitHubTree, i as headOf, n as gitHubBranch, r as commitOf, t as baseBranch } from "./github-branch.js";
// src/github/pull-request-branch.ts
const PREFIX = "lifeboat/evidence-";
const DIGITS = 6;
/**
* Evidence that somebody accepts by merging. What waits lies on one branch, named for the next batch of the accepted ledger:
* every run until the merge continues it, so that two runs cannot begin two chains.
*/
function pullRequestBranch(opened, place, runUrl) {
	const { remote } = opened;
	const { name, maxCommitBytes } = gitHubBranch(opened, place);
	const waiting = () => waitingBranch(opened, {
		name,
		path: place.path
	});
	return {
		name,
		maxCommitBytes,
		readHead: async () => headOf(remote, await waiting()),
		announce: async () => {
			const branch = await waiting();
			return branch.isNew ? void 0 : openPullRequest(remote, {
				branch,
				base: name,
				runUrl
			});
		}
	};
}
async function waitingBranch(opened, base) {
	const { remote } = opened;
	const { commit, path } = await baseBranch(opened, base);
	const next = (await openGitHubTree(remote, {
		commit,
		path
	}).list("ledger")).filter((file) => isLedgerPath(file.path)).length + 1;
	const name = `${PREFIX}${String(next).padStart(DIGITS, "0")}`;
	const present = await commitOf(remote, name);
	return {
		name,
		path,
		commit: present ?? commit,
		isNew: present === void 0
	};
}
/** The address of the open pull request for a branch, which is opened where there is none. */
async function openPullRequest(remote, { branch, base, runUrl }) {
	const { place, signal } = remote;
	const pulls = remote.client.rest.pulls;
	return await explained(`Opening a pull request for ${branch.name}`, signal, async () => {
		const head = `${place.owner}:${branch.name}`;
		const { data } = await pulls.list({
			...place,
			state: "open",
			head,
			base
		});
		const [open] = data;
		if (open !== void 0) return open.html_url;
		const title = "Evidence of backups and drills";
		const body = bodyOf(branch, runUrl);
		return (await pulls.create({
			...place,
			title,
			head: branch.name,
			base,
			body
		})).data.html_url;
	});
}
function bodyOf({ path, name }, runUrl) {
	return [
		`Lifeboat adds new records to \`${path}/records\`, and enters them in the ledger \`${path}/ledger\`.`,
		"Nothing that is there already is changed. Each commit names the ledger head that it leads to.",
		"",
		`Later runs add to \`${name}\` until this is merged. Merge it as it is: an edited record breaks the chain.`,
		"If it is closed instead, the records stay in the stores and are proposed again.",
		...runUrl === void 0 ? [] : ["", `Begun by ${runUrl}`]
	].join("\n");
}
export { pullRequestBranch };
