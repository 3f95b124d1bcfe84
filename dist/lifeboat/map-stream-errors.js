import { r as LifeboatError } from "./errors.js";
import { Readable, addAbortSignal } from "node:stream";
// src/stores/key.ts
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._=+@-]*$/;
const MAX_SEGMENT_BYTES = 200;
const MAX_KEY_BYTES = 768;
/** Throws `usage-invalid` for a key that not every store could hold, or that could name something outside the store. */
function checkKey(key) {
	const segments = key.split("/");
	if (key.length <= MAX_KEY_BYTES && segments.every(isSegment)) return;
	throw invalid("key", key);
}
/** As `checkKey`, for a prefix: its last segment may be unfinished or empty. */
function checkPrefix(prefix) {
	const segments = prefix.split("/");
	const last = segments.pop() ?? "";
	if (prefix.length <= MAX_KEY_BYTES && segments.every(isSegment) && (last === "" || isSegment(last))) return;
	throw invalid("prefix", prefix);
}
/** The order in which every store lists keys: by their bytes. */
function compareKeys(a, b) {
	if (a === b) return 0;
	return a < b ? -1 : 1;
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
export { checkPrefix as a, checkKey as i, streamOf as n, compareKeys as o, watchSource as r, mapStreamErrors as t };
