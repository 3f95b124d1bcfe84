import { createHash } from "node:crypto";
// src/stores/hashing.ts
/** SHA-256 of a few bytes as lower-case hex. */
function sha256Hex(bytes) {
	return createHash("sha256").update(bytes).digest("hex");
}
/** SHA-256 (lower-case hex) and length of everything a stream gives. */
async function digestStream(content) {
	const hash = createHash("sha256");
	let bytes = 0;
	for await (const chunk of content) {
		hash.update(chunk);
		bytes += chunk.length;
	}
	return {
		sha256: hash.digest("hex"),
		bytes
	};
}
export { sha256Hex as n, digestStream as t };
