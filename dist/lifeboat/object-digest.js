import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { S as prettifyError, a as array, c as exactOptional, d as literal, g as string, h as strictObject, s as discriminatedUnion } from "../dependencies/zod.js";
import { f as sha256, l as natural } from "./base-schema.js";
import { t as linesOf } from "./lines2.js";
import { Transform, pipeline } from "node:stream";
import { createHash } from "node:crypto";
// src/evidence/publish-checks.ts
/** Stands for what `evidence.disclosure` keeps out of records. */
const WITHHELD = "(withheld)";
/** How the detail of a check begins that the server could not answer; what follows up to the colon is a code without data. */
const UNANSWERED = "SQLSTATE ";
/** The code of a server that could not answer; undefined for any other detail. */
function stateIn(detail) {
	return /^SQLSTATE [0-9A-Z]{5}(?=:)/.exec(detail)?.[0];
}
/** An engine's checks as a record may show them: unless all is disclosed without details, which may name what the database holds. */
function publishEngineChecks(checks, disclosure) {
	return disclosure === "full" ? checks : checks.map((check) => ({
		...check,
		detail: WITHHELD
	}));
}
/** A plan's checks as a record may show them: their names are the plan's own words, so a number in the plan's order stands for each. */
function publishApplicationChecks(checks, disclosure) {
	if (disclosure === "full") return checks;
	return checks.map(({ result, detail }, index) => ({
		name: `check ${index + 1}`,
		result,
		detail: stateIn(detail) ?? "(withheld)"
	}));
}
// src/backup/fingerprint-schema.ts
const text = string().min(1);
const schema = strictObject({
	format: literal("lifeboat-fingerprint/1"),
	engine: text,
	comparableWithin: text,
	origin: literal(["source", "artifact"]),
	seed: text,
	coverage: discriminatedUnion("kind", [strictObject({ kind: literal("exact") }), strictObject({
		kind: literal("partial"),
		equal: natural,
		total: natural
	})]),
	datasets: array(strictObject({
		name: text,
		kind: text,
		count: natural,
		digest: text,
		method: text,
		rule: literal(["equal", "derived"])
	})),
	leftOut: array(text),
	inventory: array(strictObject({
		kind: text,
		name: text,
		value: string(),
		rule: literal([
			"equal",
			"atLeast",
			"derived"
		])
	})),
	schema: strictObject({
		digest: text,
		method: text
	})
});
/** A fingerprint that can be compared. Throws `fingerprint-malformed`: what is empty or broken must never seem equal. */
function checkFingerprint(value) {
	const parsed = schema.safeParse(value);
	if (!parsed.success) throw malformed(prettifyError(parsed.error));
	const { datasets, inventory } = parsed.data;
	const twice = firstTwice(datasets) ?? firstTwice(inventory);
	if (twice !== void 0) throw malformed(`${twice} is there twice`);
	return parsed.data;
}
function firstTwice(items) {
	const seen = /* @__PURE__ */ new Set();
	for (const { kind, name } of items) {
		const key = `${kind} ${name}`;
		if (seen.has(key)) return key;
		seen.add(key);
	}
}
function malformed(why) {
	return new LifeboatError({
		code: "fingerprint-malformed",
		what: "a fingerprint is empty or malformed, so nothing can be compared with it",
		why,
		fix: "take a new backup; when this repeats, report it as a bug of the engine"
	});
}
// src/backup/delegated/inventory.ts
const lineSchema = strictObject({
	name: string().min(1),
	bytes: natural,
	sha256: exactOptional(sha256),
	tag: exactOptional(string().min(1))
});
/** One line of an inventory. */
function encodeObject({ name, bytes, sha256: digest, tag }) {
	return `${JSON.stringify({
		name,
		bytes,
		sha256: digest,
		tag
	})}\n`;
}
/** Reads an inventory line by line, so that a tree of a million objects needs no more memory than one of ten. */
async function* readInventory(content) {
	try {
		for await (const line of linesOf(content)) yield parseLine(line);
	} finally {
		content.destroy();
	}
}
function parseLine(line) {
	try {
		return lineSchema.parse(JSON.parse(line));
	} catch (cause) {
		throw new LifeboatError({
			code: "part-malformed",
			what: "the inventory of a delegated part cannot be read",
			fix: "use the version of Lifeboat that wrote it, or another backup",
			cause
		});
	}
}
// src/backup/delegated/object-digest.ts
/** What S3 makes of an object that came in pieces: the MD5 of their MD5s, and their number. */
const COMPOSITE = /^[0-9a-f]{32}-\d+$/;
const MD5 = /^[0-9a-f]{32}$/;
/**
* The bytes of an object, compared while they flow with size, SHA-256 and tag, as far as the inventory has them; fails with
* `volume-absent` or `volume-altered`.
*/
async function readTreeObject(object, store) {
	const expected = object.tags === "md5" ? object.tag : void 0;
	try {
		const digests = new ContentDigests(expected === void 0 ? void 0 : await piecesOf(object.key, expected, store));
		const content = await store.read(object.key);
		return pipeline(content, comparison(object, digests), () => void 0);
	} catch (cause) {
		if (!isLifeboatError(cause, "object-absent")) throw cause;
		throw absentObject(object.key, store, cause);
	}
}
function comparison(object, digests) {
	let bytes = 0;
	return new Transform({
		transform(chunk, _encoding, done) {
			bytes += chunk.length;
			digests.update(chunk);
			done(null, chunk);
		},
		flush(done) {
			const why = difference(object, bytes, digests);
			done(why === void 0 ? null : alteredObject(object.key, why));
		}
	});
}
function difference(object, bytes, digests) {
	if (bytes !== object.bytes) return `${bytes} bytes are there instead of ${object.bytes}`;
	if (object.sha256 !== void 0 && digests.sha256() !== object.sha256) return "its SHA-256 is another one";
	if (object.tags !== "md5" || object.tag === void 0) return void 0;
	return digests.tag(object.tag) === object.tag ? void 0 : "its MD5 is another one";
}
/** Bytes of the pieces that a tag is made of; none where it is the MD5 of the whole. */
async function piecesOf(key, tag, store) {
	return COMPOSITE.test(tag) ? await store.pieces?.(key) ?? [] : [];
}
/** SHA-256 of the whole, and MD5 as S3 computes its tags. */
var ContentDigests = class {
	#sha256 = createHash("sha256");
	#whole = createHash("md5");
	#pieces;
	#finished = [];
	#piece = createHash("md5");
	#inPiece = 0;
	/** `pieces`: bytes of each piece that a tag is made of, empty where it is of the whole; undefined where no tag is wanted. */
	constructor(pieces) {
		this.#pieces = pieces;
	}
	update(chunk) {
		this.#sha256.update(chunk);
		if (this.#pieces === void 0) return;
		if (this.#pieces.length === 0) this.#whole.update(chunk);
		else this.#cut(chunk, this.#pieces);
	}
	sha256() {
		return this.#sha256.copy().digest("hex");
	}
	/** The tag that S3 would give this content, in the form of `like`. */
	tag(like) {
		if (!COMPOSITE.test(like)) return this.#whole.copy().digest("hex");
		const all = [...this.#finished, ...this.#inPiece > 0 ? [this.#piece.copy().digest()] : []];
		return `${createHash("md5").update(Buffer.concat(all)).digest("hex")}-${all.length}`;
	}
	#cut(chunk, pieces) {
		for (let rest = chunk; rest.length > 0;) {
			const size = pieces[this.#finished.length] ?? Number.POSITIVE_INFINITY;
			const taken = rest.subarray(0, size - this.#inPiece);
			this.#piece.update(taken);
			this.#inPiece += taken.length;
			rest = rest.subarray(taken.length);
			if (this.#inPiece < size) continue;
			this.#finished.push(this.#piece.digest());
			this.#piece = createHash("md5");
			this.#inPiece = 0;
		}
	}
};
/** Whether a tag has a form that can be an MD5. */
function looksLikeMd5(tag) {
	return MD5.test(tag) || COMPOSITE.test(tag);
}
function absentObject(key, store, cause) {
	return new LifeboatError({
		code: "volume-absent",
		what: `${key} is not in the store ${store.name}`,
		why: "the inventory of what the server wrote lists it, so it was removed after the backup",
		fix: "restore another backup, or another copy of this one",
		cause
	});
}
function alteredObject(key, why) {
	return new LifeboatError({
		code: "volume-altered",
		what: `${key} is not what the server had written`,
		why,
		fix: "restore another backup, or another copy of this one, and find out who or what changed this one"
	});
}
export { piecesOf as a, readInventory as c, WITHHELD as d, publishApplicationChecks as f, looksLikeMd5 as i, checkFingerprint as l, stateIn as m, absentObject as n, readTreeObject as o, publishEngineChecks as p, alteredObject as r, encodeObject as s, ContentDigests as t, UNANSWERED as u };
