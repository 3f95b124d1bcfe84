import { i as isLifeboatError } from "./errors.js";
import { createHash } from "node:crypto";
// src/evidence/digest-object.ts
/** Lower-case hex SHA-256 of an object of any size; undefined when there is none. */
async function digestObject(store, key) {
	try {
		const hash = createHash("sha256");
		for await (const chunk of await store.read(key)) hash.update(chunk);
		return hash.digest("hex");
	} catch (error) {
		if (isLifeboatError(error, "object-absent")) return void 0;
		throw error;
	}
}
export { digestObject as t };
