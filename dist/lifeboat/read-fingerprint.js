import { r as LifeboatError } from "./errors.js";
import { c as readInventory, l as checkFingerprint, o as readTreeObject } from "./object-digest.js";
import { n as readBases } from "./bases.js";
import { a as readVolumes, o as openPart } from "./part-reader.js";
import { text } from "node:stream/consumers";
// src/backup/delegated/open-trees.ts
/** Opens the trees of a backup and of all that it is based on. Throws `manifest-absent` when one of those is gone. */
async function openTrees(manifest, request) {
	const bases = await readBases(manifest, request);
	const count = { unread: 0 };
	const trees = /* @__PURE__ */ new Map();
	for (const { name, bases: ids } of manifest.delegated ?? []) {
		const layers = [];
		for (const owner of [manifest, ...ids.flatMap((id) => bases.get(id) ?? [])]) layers.push(await openLayer(owner, treeOf(owner, name), {
			...request,
			count
		}));
		trees.set(name, { layers });
	}
	return {
		trees,
		unread: () => count.unread
	};
}
/** The objects of a tree as its inventory lists them, in the order of their names. */
async function* inventoryOf(manifest, tree, { volumes, context }) {
	const part = manifest.parts.find(({ name }) => name === tree.inventory);
	if (part === void 0) throw withoutTree(manifest, tree.name);
	yield* readInventory(await openPart(part, volumes, {
		identities: async () => [],
		context
	}));
}
async function openLayer(owner, tree, { store, context, count }) {
	const { objects, bytes, prefix, tags } = tree;
	const address = await addressOf(store, prefix);
	count.unread += objects;
	return {
		backupId: owner.id,
		objects,
		bytes,
		list: () => inventoryOf(owner, tree, {
			volumes: (part) => readVolumes(part, store),
			context
		}),
		open: async (object) => {
			return (await readTreeObject({
				...object,
				key: prefix + object.name,
				tags
			}, store)).once("end", () => {
				count.unread -= 1;
			});
		},
		...address === void 0 ? {} : { address }
	};
}
async function addressOf(store, prefix) {
	return store.address?.(prefix);
}
/** The tree of this name. Throws `manifest-malformed` when there is none, though a backup is based on it. */
function treeOf(owner, name) {
	const tree = owner.delegated?.find((part) => part.name === name);
	if (tree === void 0) throw withoutTree(owner, name);
	return tree;
}
function withoutTree({ id }, name) {
	return new LifeboatError({
		code: "manifest-malformed",
		what: `backup ${id} holds no tree ${name}, though one is based on it`,
		fix: "restore another backup"
	});
}
// src/backup/read-fingerprint.ts
/** The fingerprint that a backup carries; undefined when none was taken. Throws `fingerprint-malformed` or what the part fails with. */
async function readFingerprint(manifest, parts) {
	const { fingerprint } = manifest;
	if (fingerprint === void 0) return void 0;
	return checkFingerprint(parseJson(await text(await parts.open(fingerprint.part))));
}
/** What is no JSON is malformed as a whole, which the check says. */
function parseJson(content) {
	try {
		return JSON.parse(content);
	} catch {
		return;
	}
}
export { treeOf as i, inventoryOf as n, openTrees as r, readFingerprint as t };
