import { r as LifeboatError } from "./errors.js";
import { Readable } from "node:stream";
import { createZstdDecompress } from "node:zlib";
// src/runtime/pull-stream.ts
/**
* A byte stream of what `next` gives until it gives undefined. Unlike Node's own adapter it can be destroyed while a step is
* pending; `stop` then ends that step.
*/
function pullStream(next, stop) {
	return new Readable({
		read() {
			next().then((chunk) => this.push(chunk ?? null), (error) => this.destroy(error));
		},
		destroy(error, done) {
			stop();
			done(error);
		}
	});
}
// src/runtime/unpack-frames.ts
/** What comes out at a time: small buffers are so many that handing them over takes longer than unpacking. */
const PIECE_BYTES = 1 << 19;
/**
* Decompresses zstd frames that follow one another. The stream fails with `part-malformed` when the last one is cut, or what follows
* one is none; with the content's own error as it is.
*/
function unpackFrames(content) {
	content.on("error", () => void 0);
	const pieces = unpackEach(content);
	return pullStream(async () => {
		try {
			return (await pieces.next()).value;
		} catch (error) {
			throw content.errored ?? (isTornDown(error) ? error : malformed(error.message));
		}
	}, () => content.destroy());
}
/** The content was taken away before its end: that says nothing about it. */
function isTornDown(error) {
	return error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
/** Node's decompressor ends with the frame that ends within a chunk, so the rest of the chunk begins with another one. */
async function* unpackEach(content) {
	const chunks = content[Symbol.asyncIterator]();
	let rest;
	do {
		const frame = createZstdDecompress({ chunkSize: PIECE_BYTES });
		const fed = feedFrame(frame, {
			first: rest,
			chunks
		});
		fed.catch((error) => frame.destroy(error));
		for await (const piece of frame) yield piece;
		rest = await fed;
	} while (rest !== void 0);
}
/** Gives chunks until the frame has ended or there are no more; returns what it did not take. */
async function feedFrame(frame, { first, chunks }) {
	let givenBytes = 0;
	for (let chunk = first;; chunk = void 0) {
		chunk ??= await nextOf(chunks);
		if (chunk === void 0) break;
		givenBytes += chunk.length;
		await write(frame, chunk);
		const left = givenBytes - frame.bytesWritten;
		if (left > 0) return chunk.subarray(-left);
	}
	frame.end();
}
async function nextOf(chunks) {
	const step = await chunks.next();
	return step.done === true ? void 0 : step.value;
}
function write(frame, chunk) {
	return new Promise((resolve, reject) => {
		frame.write(chunk, (error) => error ? reject(error) : resolve());
	});
}
/** The error of a part whose compression is broken. */
function malformed(why) {
	return new LifeboatError({
		code: "part-malformed",
		what: "a part is not a sequence of whole zstd frames",
		why
	});
}
export { unpackFrames as n, pullStream as r, malformed as t };
