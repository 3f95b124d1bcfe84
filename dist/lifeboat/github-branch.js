import { r as LifeboatError } from "./errors.js";
import { n as isAbsent, t as explained } from "./failure.js";
import { t as pLimit } from "../dependencies/p-limit.js";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
// src/github/read-blobs.ts
/** GraphQL cuts longer text off. */
const MAX_TEXT_BYTES = 262144;
const MAX_ANSWER_BYTES = 1048576;
const MAX_BLOBS = 100;
/** A year of hourly batches is ninety queries. */
const QUERIES_AT_ONCE = 4;
const DOING$1 = "Reading the published evidence";
/** The contents of these blobs, in order; undefined for one that is not there. Many small ones are one request. */
async function* readBlobs(remote, blobs) {
	await pLimit(QUERIES_AT_ONCE).map(groupsOf(blobs), (some) => fetchTexts(remote, some));
	for (const blob of blobs) yield blob === void 0 ? void 0 : await contentOf(remote, blob);
}
function groupsOf(blobs) {
	const groups = [[]];
	let bytes = 0;
	for (const blob of blobs) {
		bytes += blob?.bytes ?? 0;
		if (bytes > MAX_ANSWER_BYTES || groups.at(-1)?.length === MAX_BLOBS) {
			groups.push([]);
			bytes = blob?.bytes ?? 0;
		}
		groups.at(-1)?.push(blob);
	}
	return groups;
}
/** Fills the cache with what GraphQL can give. */
async function fetchTexts(remote, blobs) {
	const wanted = blobs.flatMap((blob) => blob !== void 0 && blob.bytes <= MAX_TEXT_BYTES && !remote.blobs.has(blob.id) ? [blob.id] : []);
	if (wanted.length === 0) return;
	const query = `query blobs($owner: String!, $repo: String!) {
    repository(owner: $owner, name: $repo) { ${wanted.map((id, index) => `b${index}: object(oid: "${id}") { ... on Blob { text } }`).join("\n")} } }`;
	const { repository } = await explained(DOING$1, remote.signal, () => remote.client.graphql(query, { ...remote.place }));
	for (const [index, id] of wanted.entries()) {
		const text = repository[`b${index}`]?.text;
		const bytes = text === void 0 || text === null ? void 0 : new TextEncoder().encode(text);
		if (bytes !== void 0 && blobId(bytes) === id) remote.blobs.set(id, bytes);
	}
}
async function contentOf(remote, { id }) {
	const known = remote.blobs.get(id);
	if (known !== void 0) return known;
	const { data } = await explained(DOING$1, remote.signal, () => remote.client.rest.git.getBlob({
		...remote.place,
		file_sha: id
	}));
	const bytes = Buffer.from(data.content, "base64");
	if (blobId(bytes) === id) return bytes;
	throw new LifeboatError({
		code: "evidence-undelivered",
		what: `${DOING$1} failed: GitHub sent something else than blob ${id}`,
		fix: "Run collect again; see githubstatus.com."
	});
}
/** As git names a content. */
function blobId(bytes) {
	return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}
// src/github/github-tree.ts
const DOING = "Listing the published evidence";
/** Evidence as one commit at GitHub holds it; nothing but the evidence folder is listed, nothing but what is asked for is read. */
function openGitHubTree(remote, { commit, path }) {
	let listing;
	const files = () => listing ??= listEvidence(remote, commit, path);
	return {
		location: `commit ${commit.slice(0, 12)} of ${remote.place.owner}/${remote.place.repo}`,
		list: async (folder) => (await files()).filter((file) => file.path.startsWith(`${folder}/`)),
		read: (paths) => readFiles(remote, files, paths)
	};
}
async function* readFiles(remote, files, paths) {
	const known = new Map((await files()).map((file) => [file.path, file]));
	yield* readBlobs(remote, paths.map((path) => known.get(path)));
}
async function listEvidence(remote, commit, path) {
	let tree = commit;
	for (const name of path.split("/")) {
		if (tree === void 0) return [];
		const { entries } = await readTree(remote, tree, false);
		tree = entries.find((entry) => entry.type === "tree" && entry.path === name)?.sha;
	}
	return tree === void 0 ? [] : filesBelow(remote, tree, "");
}
/** GitHub cuts a large listing off: then each folder is listed by itself. */
async function filesBelow(remote, tree, prefix) {
	const whole = await readTree(remote, tree, true);
	const { entries } = whole.truncated ? await readTree(remote, tree, false) : whole;
	const files = [];
	for (const { type, path, sha, size = 0 } of entries) if (type === "blob") files.push({
		path: `${prefix}${path}`,
		bytes: size,
		id: sha
	});
	else if (whole.truncated && type === "tree") files.push(...await filesBelow(remote, sha, `${prefix}${path}/`));
	return files.toSorted((a, b) => a.path < b.path ? -1 : 1);
}
async function readTree(remote, tree, recursive) {
	const { data } = await explained(DOING, remote.signal, () => remote.client.rest.git.getTree({
		...remote.place,
		tree_sha: tree,
		...recursive ? { recursive: "true" } : {}
	}));
	return {
		entries: data.tree,
		truncated: data.truncated
	};
}
// src/github/remote-branch.ts
const COMMIT = `mutation commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } } }`;
/** The newest commit of a branch; undefined when there is no such branch. */
async function commitOf(remote, branch) {
	return await explained(`Reading branch ${branch}`, remote.signal, async () => {
		try {
			const ref = `heads/${branch}`;
			return (await remote.client.rest.git.getRef({
				...remote.place,
				ref
			})).data.object.sha;
		} catch (error) {
			if (isAbsent(error)) return void 0;
			throw error;
		}
	});
}
/** The head of a branch, to be read and built on. */
function headOf(remote, branch) {
	const { commit, path } = branch;
	return {
		commit,
		tree: openGitHubTree(remote, {
			commit,
			path
		}),
		add: async (files) => {
			if (branch.isNew) await createBranch(remote, branch);
			return addCommit(remote, branch, files);
		}
	};
}
async function createBranch(remote, { name, commit }) {
	await explained(`Creating branch ${name}`, remote.signal, () => remote.client.rest.git.createRef({
		...remote.place,
		ref: `refs/heads/${name}`,
		sha: commit
	}));
}
async function addCommit(remote, branch, { files, message }) {
	const [headline = "", ...rest] = message.trimEnd().split("\n");
	const input = {
		branch: {
			repositoryNameWithOwner: `${remote.place.owner}/${remote.place.repo}`,
			branchName: branch.name
		},
		expectedHeadOid: branch.commit,
		message: {
			headline,
			body: rest.join("\n").trim()
		},
		fileChanges: { additions: await Promise.all(files.map((file) => addition(branch, file))) }
	};
	const { createCommitOnBranch } = await explained(`Committing to branch ${branch.name}`, remote.signal, () => remote.client.graphql(COMMIT, { input }));
	return createCommitOnBranch.commit.oid;
}
async function addition(branch, { path, content }) {
	const bytes = "file" in content ? await readFile(content.file) : Buffer.from(content);
	return {
		path: `${branch.path}/${path}`,
		contents: bytes.toString("base64")
	};
}
// src/github/github-branch.ts
/** A commit's content as base64 is a third larger, and GitHub refuses bodies from about 40 MiB on. */
const MAX_COMMIT_BYTES = 16777216;
/** The evidence branch at GitHub, written by `createCommitOnBranch`; made from the default branch when it is absent. */
function gitHubBranch(opened, place) {
	const name = place.branch ?? opened.about.defaultBranch;
	return {
		name,
		maxCommitBytes: MAX_COMMIT_BYTES,
		readHead: async () => {
			const branch = await baseBranch(opened, {
				name,
				path: place.path
			});
			return headOf(opened.remote, branch);
		}
	};
}
/** A branch as it is, or as it would begin: at the default branch. */
async function baseBranch({ remote, about }, { name, path }) {
	const present = await commitOf(remote, name);
	if (present !== void 0) return {
		name,
		path,
		commit: present,
		isNew: false
	};
	const commit = await commitOf(remote, about.defaultBranch);
	if (commit === void 0) throw emptyRepository(about.defaultBranch);
	return {
		name,
		path,
		commit,
		isNew: true
	};
}
function emptyRepository(branch) {
	return new LifeboatError({
		code: "evidence-undelivered",
		what: `The repository has no branch ${branch} to begin at`,
		fix: "Push a first commit; the records are safe in the stores until then."
	});
}
export { openGitHubTree as a, headOf as i, gitHubBranch as n, commitOf as r, baseBranch as t };
