import { t as KEYS } from "./manifest.js";
// src/evidence/verify/check-volumes.ts
async function listSizes(store, target) {
	const sizes = /* @__PURE__ */ new Map();
	for await (const { key, bytes } of store.list(KEYS.dataAll(target))) sizes.set(key, bytes);
	return sizes;
}
function volumesOf({ parts }) {
	return parts.flatMap(({ volumes }) => volumes);
}
/** Whether every volume that a manifest names is there with its size; one finding for each kind of fault, not for each volume. */
function checkVolumes(manifest, sizes, store) {
	const volumes = volumesOf(manifest);
	const absent = volumes.filter(({ key }) => !sizes.has(key));
	const resized = volumes.filter(({ key, bytes }) => sizes.has(key) && sizes.get(key) !== bytes);
	const count = (bad) => `${bad.length} of ${volumes.length} volumes of backup ${manifest.id} of ${manifest.target}`;
	return [...absent.length === 0 ? [] : [found("volume-absent", `${count(absent)} are missing in store ${store.name}`, absent)], ...resized.length === 0 ? [] : [found("volume-altered", `${count(resized)} have another size in store ${store.name}`, resized)]];
}
function found(code, what, volumes) {
	return {
		code,
		what: `${what}, the first is ${volumes[0]?.key}`
	};
}
export { listSizes as n, volumesOf as r, checkVolumes as t };
