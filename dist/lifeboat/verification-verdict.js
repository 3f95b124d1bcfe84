import { r as LifeboatError } from "./errors.js";
import { o as absentObject, s as alteredObject, t as checkFingerprint } from "./fingerprint-schema.js";
import { text } from "node:stream/consumers";
// src/backup/delegated/compare-tree.ts
/**
* Goes through an inventory and a listing side by side, both in the order of their keys, and gives what is missing, was added, or has
* another size or tag. Neither is ever in memory.
*/
async function* compareTree({ expected, tree, store, same }) {
	const { prefix } = tree;
	const listing = store.list(prefix)[Symbol.asyncIterator]();
	let found = await next(listing);
	for await (const object of expected) {
		const key = prefix + object.name;
		for (; found !== void 0 && isBefore(found.key, key); found = await next(listing)) yield added(found.key);
		if (found?.key !== key) {
			yield {
				key,
				error: absentObject(key, store)
			};
			continue;
		}
		const why = difference(object, found);
		if (why !== void 0) yield {
			key,
			error: alteredObject(key, why)
		};
		else await same?.(object);
		found = await next(listing);
	}
	for (; found !== void 0; found = await next(listing)) yield added(found.key);
}
function difference(object, found) {
	if (found.bytes !== object.bytes) return `it has ${found.bytes} bytes instead of ${object.bytes}`;
	return object.tag === void 0 || found.tag === object.tag ? void 0 : "the store gives it another tag";
}
function added(key) {
	return {
		key,
		error: alteredObject(key, "it was added after the backup: the inventory does not list it")
	};
}
/** As stores order keys: by their bytes. */
function isBefore(a, b) {
	return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
}
async function next(listing) {
	const step = await listing.next();
	return step.done === true ? void 0 : step.value;
}
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
// src/backup/verification-verdict.ts
/** A tree that is gone has thousands of objects, and one is enough to know it by. */
const NAMED_AT_MOST = 3;
/** The error that says everything that is wrong with a copy; undefined when nothing is. */
function judgeVerification(result) {
	const { backupId, bad, checks, complaints } = result;
	const [first] = bad;
	if (first !== void 0) {
		const named = bad.map(({ key, error }) => `${key} ${error.code === "volume-absent" ? "is absent" : "was altered"}`);
		const why = bad.slice(0, NAMED_AT_MOST).map(({ error }) => error.why ?? error.what);
		return badCopy({
			code: first.error.code,
			backupId,
			faults: named,
			why
		});
	}
	const failed = checks.filter((check) => check.result === "failed");
	if (failed.length === 0) return void 0;
	return badCopy({
		code: "part-malformed",
		backupId,
		faults: failed.map(({ name }) => `${name} cannot be read`),
		why: complaints
	});
}
function badCopy({ code, backupId, faults, why }) {
	const more = faults.length > NAMED_AT_MOST ? `, and ${faults.length - NAMED_AT_MOST} more` : "";
	return new LifeboatError({
		code,
		what: `the backup ${backupId} is bad: ${faults.slice(0, NAMED_AT_MOST).join(", ")}${more}`,
		...why.length === 0 ? {} : { why: [...new Set(why)].slice(0, NAMED_AT_MOST).join("\n") },
		fix: "keep what is left of it, restore from another copy when needed, and take a new backup now"
	});
}
export { readFingerprint as n, compareTree as r, judgeVerification as t };
