import { i as isLifeboatError } from "./errors.js";
import { n as sha256Hex, t as digestStream } from "./hashing.js";
import { t as StoreError } from "./store-error.js";
import { Readable } from "node:stream";
// src/stores/assert-create-only.ts
const FIRST = Buffer.from("The first write to this key; Lifeboat checks that a second one is refused.\n");
const SECOND = Buffer.from("The second write, which the store should have refused.\n");
const MIB = 1048576;
const LARGE_MIB = 17;
/**
* Proves by small and large writes to one new key that the store refuses to replace an object; throws `store-not-create-only`.
* The probe is removed again where this login may delete, else it stays under `probes/`.
*/
async function assertCreateOnly(store, random) {
	const key = `probes/create-only-${Buffer.from(random.bytes(16)).toString("hex")}`;
	try {
		const refused = await isTaken(() => store.put(key, FIRST)) || await isTaken(() => store.put(key, SECOND));
		const refusesLarge = refused && await isTaken(() => store.upload(key, large()));
		const kept = await digestStream(await store.read(key));
		if (!refused || !refusesLarge || kept.sha256 !== sha256Hex(FIRST)) throw notCreateOnly(store.location);
	} finally {
		await removeProbe(store, key);
	}
}
/** Long enough to go in several parts, whose completion some stores do not guard although they guard a single write. */
function large() {
	return Readable.from(Array.from({ length: LARGE_MIB }, () => Buffer.alloc(MIB, SECOND)));
}
async function isTaken(write) {
	try {
		await write();
		return false;
	} catch (error) {
		if (isLifeboatError(error, "object-exists")) return true;
		throw error;
	}
}
async function removeProbe(store, key) {
	if (!("remove" in store)) return;
	try {
		await store.remove(key);
	} catch (error) {
		if (!isLifeboatError(error, "store-refused")) throw error;
	}
}
function notCreateOnly(location) {
	return new StoreError("permanent", {
		code: "store-not-create-only",
		what: `${location} replaced an object although it was told to write only where none is`,
		why: "it ignores conditional writes (`If-None-Match: *`), or something between drops that header",
		fix: "Use a store with conditional writes (AWS S3, MinIO since 2024, Cloudflare R2, a local folder), or repair the proxy."
	});
}
export { assertCreateOnly };
