import { i as isLifeboatError } from "./errors.js";
import { createHash } from "node:crypto";
// src/backup/put-once.ts
/**
* Writes a small object that this run alone may have written before: a key that is taken is read back,
* and the same bytes count as ours, because the answer to our first try may have been lost on the way.
* Throws `object-exists` when something else lies there.
*/
async function putOnce(store, key, content) {
	try {
		return await store.put(key, content);
	} catch (error) {
		if (!isLifeboatError(error, "object-exists")) throw error;
		const sha256 = createHash("sha256").update(content).digest("hex");
		if (await digestOf(store, key) !== sha256) throw error;
		return {
			key,
			bytes: content.length,
			sha256,
			verifiedBy: "read-back"
		};
	}
}
async function digestOf(store, key) {
	const hash = createHash("sha256");
	for await (const chunk of await store.read(key)) hash.update(chunk);
	return hash.digest("hex");
}
export { putOnce as t };
