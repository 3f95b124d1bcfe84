import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as KEYS } from "./manifest.js";
import { r as sha256Hex } from "./canonical.js";
import { n as parseManifest } from "./manifest2.js";
import { t as readObject } from "./read-object.js";
// src/backup/read-manifest.ts
/**
* Reads one backup's manifest and compares it with what its record says; without a record (`anchor` holds no digest) only its form
* and its place are checked. Throws `manifest-absent`, `manifest-altered`, `manifest-malformed`, `store-unreachable`, and `config-invalid`
* for the backup of another engine.
*/
async function readManifest(store, backup, anchor) {
	const key = KEYS.manifest(backup.target, backup.id);
	const bytes = await readBytes(store, key);
	const sha256 = sha256Hex(bytes);
	if (anchor.manifestSha256 !== void 0 && sha256 !== anchor.manifestSha256) throw altered(key, `its SHA-256 is ${sha256}, and the backup's record says ${anchor.manifestSha256}`);
	const manifest = parseManifest(bytes, key);
	if (manifest.id !== backup.id || manifest.target !== backup.target) throw altered(key, `it describes the backup ${manifest.id} of ${manifest.target}`);
	if (backup.engine !== void 0 && manifest.engine !== backup.engine) throw otherEngine(backup, manifest);
	return {
		manifest,
		sha256
	};
}
function otherEngine({ target, id, engine }, manifest) {
	return new LifeboatError({
		code: "config-invalid",
		what: `the backup ${id} was taken by the engine ${manifest.engine}, and the target ${target} has the engine ${engine}`,
		fix: `set targets.${target}.engine to ${manifest.engine}, or choose a backup that was taken since it changed`
	});
}
async function readBytes(store, key) {
	try {
		return await readObject(store, key);
	} catch (error) {
		if (!isLifeboatError(error, "object-absent")) throw error;
		throw new LifeboatError({
			code: "manifest-absent",
			what: `${key} is not in store ${store.name}`,
			why: "without its manifest a backup cannot be read",
			fix: "restore from another copy, and find out who removed it",
			cause: error
		});
	}
}
function altered(key, why) {
	return new LifeboatError({
		code: "manifest-altered",
		what: `${key} is not what was written there`,
		why,
		fix: "use another backup, and find out who can write to this store"
	});
}
export { readManifest as t };
