import { r as LifeboatError } from "./errors.js";
import { Readable, addAbortSignal } from "node:stream";
// src/stores/key.ts
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=+@-]*$/;
const TREE = /^(.*?[0-9]{4}\.tree)\/(.*)$/s;
const FOREIGN_SEGMENT = /^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u;
const MAX_FOREIGN_BYTES = 255;
const MAX_SEGMENT_BYTES = 200;
const MAX_KEY_BYTES = 768;
const MAX_FOREIGN_KEY_BYTES = 1e3;
/** Throws `usage-invalid` for a key that not every store could hold, or that could name something outside the store. */
function checkKey(key) {
	const { ours, foreign } = cut(key);
	if (isOurs(ours) && (foreign === void 0 || foreign.every(isForeign)) && fits(key, foreign)) return;
	throw invalid("key", key);
}
/** As `checkKey`, for a prefix: its last segment may be unfinished or empty. */
function checkPrefix(prefix) {
	const { ours, foreign } = cut(prefix);
	if (foreign === void 0 ? isPrefix(ours.split("/"), isSegment) : isOurs(ours) && isPrefix(foreign, isForeign)) {
		if (fits(prefix, foreign)) return;
	}
	throw invalid("prefix", prefix);
}
/** The order in which every store lists keys: by their bytes. */
function compareKeys(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
}
/** Whether a key lies in a tree that a server wrote by itself; there a name may begin with a dot. */
function isInTree(key) {
	return TREE.test(key);
}
function cut(key) {
	const [, ours, foreign] = TREE.exec(key) ?? [];
	return ours === void 0 || foreign === void 0 ? {
		ours: key,
		foreign: void 0
	} : {
		ours,
		foreign: foreign.split("/")
	};
}
function isPrefix(segments, accepts) {
	const last = segments.at(-1) ?? "";
	return segments.slice(0, -1).every(accepts) && (last === "" || accepts(last));
}
function isOurs(path) {
	return path.split("/").every(isSegment);
}
function fits(key, foreign) {
	return Buffer.byteLength(key) <= (foreign === void 0 ? MAX_KEY_BYTES : MAX_FOREIGN_KEY_BYTES);
}
function isForeign(segment) {
	return Buffer.byteLength(segment) <= MAX_FOREIGN_BYTES && FOREIGN_SEGMENT.test(segment);
}
function isSegment(segment) {
	return segment.length <= MAX_SEGMENT_BYTES && SEGMENT.test(segment);
}
function invalid(kind, text) {
	return new LifeboatError({
		code: "usage-invalid",
		what: `${JSON.stringify(text)} cannot be a ${kind} in a store`,
		fix: "Use letters, digits and ._=+@- in names separated by single slashes, none starting with a dot or a sign."
	});
}
// src/stores/watched-source.ts
/**
* A stream that somebody hands over to be read later: a failure before the first read must not end the process,
* and an abort must end a read that waits.
*/
function watchSource(content, signal) {
	content.on("error", ignore);
	return signal === void 0 ? content : addAbortSignal(signal, content);
}
function ignore() {}
// src/stores/map-stream-errors.ts
const HIGH_WATER_MARK = 1 << 20;
/** The same bytes, with every failure of the stream turned into a failure that says what to do. */
function mapStreamErrors(content, map) {
	return streamOf(mapped(watchSource(content, void 0), map), () => content.destroy());
}
/** A stream of what a generator gives; `release` runs at its end, also when nobody ever read from it. */
function streamOf(chunks, release) {
	return Readable.from(chunks, {
		objectMode: false,
		highWaterMark: HIGH_WATER_MARK
	}).once("close", release);
}
async function* mapped(content, map) {
	try {
		yield* content;
	} catch (error) {
		throw map(error);
	}
}
export { checkPrefix as a, checkKey as i, streamOf as n, compareKeys as o, watchSource as r, isInTree as s, mapStreamErrors as t };
