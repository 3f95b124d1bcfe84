import { t as KEYS } from "./manifest.js";
// src/evidence/verify/check-volumes.ts
const TREE = /^.*?\/\d{4,}\.tree\//;
async function listSizes(store, target) {
	const volumes = /* @__PURE__ */ new Map();
	const trees = /* @__PURE__ */ new Map();
	for await (const { key, bytes } of store.list(KEYS.dataAll(target))) {
		const [prefix] = TREE.exec(key) ?? [];
		if (prefix === void 0) volumes.set(key, bytes);
		else trees.set(prefix, added(trees.get(prefix), bytes));
	}
	return {
		volumes,
		trees
	};
}
function added({ objects, bytes } = {
	objects: 0,
	bytes: 0
}, more) {
	return {
		objects: objects + 1,
		bytes: bytes + more
	};
}
function volumesOf({ parts }) {
	return parts.flatMap(({ volumes }) => volumes);
}
/** Whether every volume that a manifest names is there with its size; one finding for each kind of fault, not for each volume. */
function checkVolumes(manifest, sizes, store) {
	const volumes = volumesOf(manifest);
	const sizeOf = (key) => sizes.volumes.get(key);
	const absent = volumes.filter(({ key }) => sizeOf(key) === void 0);
	const resized = volumes.filter(({ key, bytes }) => sizeOf(key) !== void 0 && sizeOf(key) !== bytes);
	const count = (bad) => `${bad.length} of ${volumes.length} volumes of backup ${manifest.id} of ${manifest.target}`;
	return [
		...absent.length === 0 ? [] : [found("volume-absent", `${count(absent)} are missing in store ${store.name}`, absent)],
		...resized.length === 0 ? [] : [found("volume-altered", `${count(resized)} have another size in store ${store.name}`, resized)],
		...(manifest.delegated ?? []).flatMap((tree) => checkTree(manifest, tree, {
			sizes,
			store
		}))
	];
}
/** By sums only: which object it is, verify says. */
function checkTree({ id, target }, { name, prefix, objects, bytes }, { sizes, store }) {
	const there = sizes.trees.get(prefix) ?? {
		objects: 0,
		bytes: 0
	};
	if (there.objects === objects && there.bytes === bytes) return [];
	const what = `the part ${name} of backup ${id} of ${target} has ${there.objects} objects with ${there.bytes} bytes in store ${store.name} instead of ${objects} with ${bytes}`;
	return [{
		code: there.objects < objects ? "volume-absent" : "volume-altered",
		what
	}];
}
function found(code, what, volumes) {
	return {
		code,
		what: `${what}, the first is ${volumes[0]?.key}`
	};
}
export { listSizes as n, volumesOf as r, checkVolumes as t };
