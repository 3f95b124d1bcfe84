import { t as retryMoved } from "./retry-moved.js";
// src/evidence/branch/publish-files.ts
/**
* Publishes derived files (reports, never records) in one commit; returns it, or undefined when all are there already.
* Throws `ledger-moved`.
*/
async function publishFiles(branch, { files, message }, context) {
	const commit = await retryMoved(async () => {
		const head = await branch.readHead();
		const changed = await changedFiles(head.tree, [...files.keys()].toSorted(), files);
		if (changed.length === 0) return void 0;
		return head.add({
			files: changed.map((path) => ({
				path,
				content: files.get(path) ?? EMPTY
			})),
			message
		});
	}, context);
	await branch.announce?.();
	return commit;
}
const EMPTY = /* @__PURE__ */ new Uint8Array();
async function changedFiles(tree, paths, files) {
	if (tree === void 0) return paths;
	const changed = [];
	let index = 0;
	for await (const present of tree.read(paths)) {
		const path = paths[index++] ?? "";
		if (present === void 0 || !Buffer.from(files.get(path) ?? EMPTY).equals(present)) changed.push(path);
	}
	return changed;
}
export { publishFiles };
