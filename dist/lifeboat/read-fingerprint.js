import { t as checkFingerprint } from "./fingerprint-schema.js";
import { text } from "node:stream/consumers";
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
export { readFingerprint as t };
