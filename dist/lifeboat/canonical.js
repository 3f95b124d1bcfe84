import { t as canonicalize } from "../dependencies/canonicalize.js";
import { r as LifeboatError } from "./errors.js";
import { createHash } from "node:crypto";
// src/evidence/canonical.ts
/**
* The RFC 8785 form of a JSON value, as UTF-8. Refuses (`unexpected`) what has no exact form everywhere:
* non-integers, unsafe integers, `undefined`, and any object that is not plain, so that no `Secret` gets in.
*/
function canonicalBytes(value) {
	const text = serialise(value);
	refuseInexact(value, "$");
	return new TextEncoder().encode(text);
}
/** Lower-case hex SHA-256 of the value's RFC 8785 form. */
function canonicalDigest(value) {
	return sha256Hex(canonicalBytes(value));
}
/** Lower-case hex SHA-256. */
function sha256Hex(bytes) {
	return createHash("sha256").update(bytes).digest("hex");
}
function serialise(value) {
	try {
		return canonicalize(value);
	} catch (cause) {
		throw refused("$", cause instanceof Error ? cause.message : "it has no JSON form", cause);
	}
}
function refuseInexact(value, path) {
	if (value === null || typeof value === "string" || typeof value === "boolean") return;
	if (typeof value === "number") {
		if (!Number.isSafeInteger(value)) throw refused(path, `${value} is not a safe integer`);
	} else if (Array.isArray(value)) for (const [index, item] of value.entries()) refuseInexact(item, `${path}[${index}]`);
	else if (isPlain(value)) for (const [key, item] of Object.entries(value)) refuseInexact(item, `${path}.${key}`);
	else throw refused(path, `a value of type ${typeof value} is not plain JSON`);
}
function isPlain(value) {
	if (typeof value !== "object" || value === null) return false;
	const prototype = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}
function refused(path, why, cause) {
	return new LifeboatError({
		code: "unexpected",
		what: `No canonical form for the value at ${path}`,
		why,
		cause
	});
}
export { canonicalDigest as n, sha256Hex as r, canonicalBytes as t };
