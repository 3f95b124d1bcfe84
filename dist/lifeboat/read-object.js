import { r as LifeboatError } from "./errors.js";
// src/evidence/read-object.ts
/** As large as an object written by `put` can be. */
const MAX_BYTES = 16777216;
/** A small object's bytes; a larger one than `put` can write was not written by us. Throws `object-absent` or `store-refused`. */
async function readObject(store, key) {
	const chunks = [];
	let length = 0;
	for await (const chunk of await store.read(key)) {
		length += chunk.length;
		if (length > MAX_BYTES) throw tooLarge(store, key);
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}
function tooLarge(store, key) {
	return new LifeboatError({
		code: "store-refused",
		what: `${key} in store ${store.name} is larger than any object of its kind`,
		why: `it has more than ${MAX_BYTES} bytes`,
		fix: "find out who wrote it"
	});
}
export { readObject as t };
