import { n as stopOnAbort } from "./cancelled.js";
import { n as filterInto, r as startFilter, t as feed } from "./filter.js";
import { i as noSpaceIn } from "./no-space.js";
import { t as cutBlocks } from "./blocks.js";
import { n as unpackFrames, r as pullStream, t as malformed } from "./unpack-frames.js";
import { PassThrough } from "node:stream";
import { constants, createZstdCompress } from "node:zlib";
import { WriteStream } from "node:fs";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/pack-frames.ts
/** The low one takes half the processor time of the usual one. */
const LEVELS = {
	low: 1,
	usual: 3
};
/** Of the content. Frames of a MiB shrink by half a percent more, and every stage behind holds one or two of them. */
const FRAME_BYTES = 1 << 19;
/** Frames that are made at the same time, each in a thread of libuv's; one more block fills meanwhile. */
const PACKERS = 2;
const BLOCKS = {
	blockBytes: FRAME_BYTES,
	blockCount: 3
};
const OPTIONS = {
	chunkSize: FRAME_BYTES,
	readableObjectMode: true,
	readableHighWaterMark: 16,
	flush: constants.ZSTD_e_end
};
/**
* Compresses into zstd frames, one for each half MiB: a single long one takes a quarter more processor time, since its window always lies
* in two places. Never with zstd's own workers: Node then loses data without an error. Fails with what the content failed with.
*/
function packFrames(content, level = LEVELS.usual) {
	const input = new PassThrough().on("error", () => void 0);
	const fed = feed(content, input);
	fed.catch(() => void 0);
	const frames = packBlocks(input, level);
	return pullStream(async () => {
		const { done, value } = await frames.next();
		if (done === true) await fed;
		return value;
	}, () => input.destroy());
}
async function* packBlocks(input, level) {
	using cleanup = new DisposableStack();
	const packers = Array.from({ length: PACKERS }, () => cleanup.use(new Packer(level)));
	const underway = [];
	let begun = 0;
	for await (const { bytes, release } of cutBlocks(input, BLOCKS)) {
		if (underway.length === PACKERS) yield* await underway.shift();
		const frame = packers[begun++ % PACKERS].pack(bytes).finally(release);
		frame.catch(() => void 0);
		underway.push(frame);
	}
	for (const frame of underway) yield* await frame;
}
/** Makes one frame at a time, again and again: what it works with sets off collections of garbage when it is made anew. */
var Packer = class {
	#compressor;
	constructor(level) {
		const params = {
			[constants.ZSTD_c_compressionLevel]: level,
			[constants.ZSTD_c_checksumFlag]: 1
		};
		this.#compressor = createZstdCompress({
			...OPTIONS,
			params
		}).on("error", () => void 0);
	}
	pack(bytes) {
		return new Promise((resolve, reject) => {
			this.#compressor.write(bytes, (error) => {
				const frame = [...this.#pieces()];
				if (frame.length === 0) reject(error ?? /* @__PURE__ */ new Error("zstd made nothing of a block"));
				else resolve(frame);
			});
		});
	}
	*#pieces() {
		for (let piece; (piece = this.#compressor.read()) !== null;) yield piece;
	}
	[Symbol.dispose]() {
		this.#compressor.destroy();
	}
};
// src/runtime/zstd.ts
const UNPACK = {
	program: "zstd",
	args: [
		"-q",
		"-d",
		"-c"
	],
	refusal: unpackFailure
};
/**
* Compresses what a producer writes by the zstd program, straight from the one program into the other; and by Node what passes
* through here anyway, or where there is no such program: the way there and back takes half as long as the compression itself.
* The stream ends only when the content was whole; it fails with the content's error or `program-failed`.
*/
function compress(content, context, level = LEVELS.usual) {
	if (typeof content !== "function") return packFrames(content, level);
	const command = {
		program: "zstd",
		args: [
			"-q",
			"-c",
			`-${level}`
		]
	};
	return startFilter(command, content, context) ?? packFrames(content, level);
}
/** The stream fails with `part-malformed` when the content is not a sequence of whole zstd frames. */
function decompress(content, context) {
	return startFilter(UNPACK, content, context) ?? unpackFrames(content);
}
/** Decompresses into `output` and ends it. A file is written by the program itself. Fails as `decompress` does. */
async function decompressInto(content, output, context) {
	if (output instanceof WriteStream && await filterInto(UNPACK, content, {
		file: output,
		context
	})) return;
	await pipeline$1(stopOnAbort(decompress(content, context), context.signal), output);
}
/** What zstd exits with when it cannot write; when only closing fails, it names its output. */
const WRITE_ERROR = 70;
const OUTPUT = "/*stdout*\\";
/** A disk that takes no more says nothing about the content. */
function unpackFailure(stderr, code) {
	const isOutput = code === WRITE_ERROR || stderr.includes(OUTPUT);
	return noSpaceIn(stderr) ?? (isOutput ? void 0 : malformed(stderr));
}
export { LEVELS as i, decompress as n, decompressInto as r, compress as t };
