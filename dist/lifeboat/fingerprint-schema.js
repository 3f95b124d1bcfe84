import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { S as prettifyError, a as array, c as exactOptional, d as literal, g as string, h as strictObject, s as discriminatedUnion } from "../dependencies/zod.js";
import { f as sha256, l as natural } from "./base-schema.js";
import { r as readBases } from "./bases2.js";
import { a as openPart, i as readVolumes } from "./progress.js";
import { t as linesOf } from "./lines2.js";
import { Transform, pipeline } from "node:stream";
import { createHash } from "node:crypto";
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
// src/backup/delegated/open-trees.ts
/** Opens the trees of a backup and of all that it is based on. Throws `manifest-absent` when one of those is gone. */
async function openTrees(manifest, request) {
	const bases = await readBases(manifest, request);
	const count = { unread: 0 };
	const trees = /* @__PURE__ */ new Map();
	for (const { name, bases: ids } of manifest.delegated ?? []) {
		const layers = [];
		for (const owner of [manifest, ...ids.flatMap((id) => bases.get(id)?.manifest ?? [])]) layers.push(await openLayer(owner, treeOf(owner, name), {
			...request,
			count
		}));
		trees.set(name, { layers });
	}
	return {
		trees,
		unread: () => count.unread
	};
}
/** The objects of a tree as its inventory lists them, in the order of their names. */
async function* inventoryOf(manifest, tree, { volumes, context }) {
	const part = manifest.parts.find(({ name }) => name === tree.inventory);
	if (part === void 0) throw withoutTree(manifest, tree.name);
	yield* readInventory(await openPart(part, volumes, {
		identities: async () => [],
		context
	}));
}
async function openLayer(owner, tree, { store, context, count }) {
	const { objects, bytes, prefix, tags } = tree;
	const address = await addressOf(store, prefix);
	count.unread += objects;
	return {
		backupId: owner.id,
		objects,
		bytes,
		list: () => inventoryOf(owner, tree, {
			volumes: (part) => readVolumes(part, store),
			context
		}),
		open: async (object) => {
			return (await readTreeObject({
				...object,
				key: prefix + object.name,
				tags
			}, store)).once("end", () => {
				count.unread -= 1;
			});
		},
		...address === void 0 ? {} : { address }
	};
}
async function addressOf(store, prefix) {
	return store.address?.(prefix);
}
/** The tree of this name. Throws `manifest-malformed` when there is none, though a backup is based on it. */
function treeOf(owner, name) {
	const tree = owner.delegated?.find((part) => part.name === name);
	if (tree === void 0) throw withoutTree(owner, name);
	return tree;
}
function withoutTree({ id }, name) {
	return new LifeboatError({
		code: "manifest-malformed",
		what: `backup ${id} holds no tree ${name}, though one is based on it`,
		fix: "restore another backup"
	});
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
export { ContentDigests as a, looksLikeMd5 as c, encodeObject as d, treeOf as i, piecesOf as l, inventoryOf as n, absentObject as o, openTrees as r, alteredObject as s, checkFingerprint as t, readTreeObject as u };
