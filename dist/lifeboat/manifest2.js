import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { a as array, c as exactOptional, d as literal, g as string, h as strictObject, m as record } from "../dependencies/zod.js";
import { t as KEYS } from "./manifest.js";
import { t as canonicalBytes } from "./canonical.js";
import { a as consistency, c as instant, d as recordId, f as sha256, l as natural } from "./base-schema.js";
// src/backup/manifest.ts
const volume = strictObject({
	key: string().min(1),
	bytes: natural,
	sha256,
	verifiedBy: literal([
		"sha256",
		"sha256-composite",
		"crc64nvme",
		"block-crc",
		"read-back"
	])
});
const part = strictObject({
	name: string().min(1),
	compression: literal(["zstd", "none"]),
	seal: literal(["age", "none"]),
	volumes: array(volume).min(1)
});
const delegated = strictObject({
	name: string().min(1),
	sealed: literal(false),
	prefix: string().min(1),
	objects: natural,
	bytes: natural,
	inventory: string().min(1),
	tags: literal([
		"none",
		"md5",
		"opaque"
	]),
	bases: array(recordId)
});
const checkedSchema = strictObject({
	format: literal("lifeboat-manifest/1"),
	id: recordId,
	project: string().min(1),
	target: string().min(1),
	engine: string().min(1),
	toolVersion: string().min(1),
	startedAt: instant,
	server: strictObject({
		version: string(),
		id: string(),
		address: string()
	}),
	consistency,
	requirements: record(string(), string()),
	recipients: array(string()),
	parts: array(part).min(1),
	delegated: exactOptional(array(delegated).min(1)),
	fingerprint: exactOptional(strictObject({
		part: string(),
		origin: literal(["source", "artifact"]),
		coverage: literal(["exact", "partial"])
	})),
	limitations: array(string())
}).superRefine((manifest, issues) => {
	const report = (message) => issues.addIssue({
		code: "custom",
		message
	});
	const { delegated: trees = [] } = manifest;
	const names = [...manifest.parts, ...trees].map(({ name }) => name);
	const keys = manifest.parts.flatMap(({ volumes }) => volumes.map(({ key }) => key));
	const folder = KEYS.data(manifest.target, manifest.id);
	if (new Set(names).size < names.length) report("two parts have one name");
	if (new Set(keys).size < keys.length) report("one volume is named twice");
	if (!keys.every((key) => isBelow(key, folder))) report(`a volume lies outside ${folder}`);
	if (!trees.every(({ prefix }) => isBelow(prefix, folder) && prefix.endsWith(".tree/"))) report(`a delegated part lies outside ${folder}`);
	if (!trees.every(({ inventory }) => manifest.parts.some(({ name }) => name === inventory))) report("a delegated part has no inventory");
	if (trees.some(({ bases }) => bases.includes(manifest.id))) report("it is based on itself");
	if (manifest.fingerprint !== void 0 && !names.includes(manifest.fingerprint.part)) report("its fingerprint is no part of it");
});
function isBelow(key, folder) {
	return key.startsWith(folder) && !key.split("/").includes("..");
}
/** The bytes that are stored, RFC 8785; their SHA-256 is what records hold. Throws `manifest-malformed`. */
function encodeManifest(manifest) {
	const bytes = canonicalBytes(manifest);
	parseManifest(bytes);
	return bytes;
}
/**
* Reads stored bytes strictly: unknown fields, volumes of other backups and any but the canonical form are `manifest-malformed`.
* `name` is how the error calls it.
*/
function parseManifest(bytes, name = "a manifest") {
	const parsed = checkedSchema.safeParse(parseJson(bytes, name));
	if (!parsed.success) throw malformed(name, wordsOf(parsed.error), parsed.error);
	if (!isCanonical(parsed.data, bytes)) throw malformed(name, "it is not in RFC 8785 form");
	return parsed.data;
}
/** The first complaint, and how many more there are. */
function wordsOf({ issues }) {
	const [first] = issues;
	const place = first === void 0 || first.path.length === 0 ? "" : ` at ${first.path.join(".")}`;
	const more = issues.length > 1 ? `, and ${issues.length - 1} more` : "";
	return `${first?.message ?? "unknown"}${place}${more}`;
}
function parseJson(bytes, name) {
	try {
		return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch (cause) {
		throw malformed(name, "it is no JSON text", cause);
	}
}
function isCanonical(manifest, bytes) {
	try {
		return Buffer.from(canonicalBytes(manifest)).equals(bytes);
	} catch (error) {
		if (isLifeboatError(error)) return false;
		throw error;
	}
}
function malformed(name, why, cause) {
	return new LifeboatError({
		code: "manifest-malformed",
		what: `${name} could not be read`,
		why,
		fix: "use the version of Lifeboat that wrote it, or another backup",
		cause
	});
}
export { parseManifest as n, encodeManifest as t };
