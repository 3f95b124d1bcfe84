import { r as LifeboatError } from "./errors.js";
import { t as cutBlocks } from "./blocks.js";
import { n as stopOnAbort } from "./cancelled.js";
import { i as untilWhole, n as filterInto, r as startFilter, t as feed } from "./filter.js";
import { i as noSpaceIn } from "./no-space.js";
import { PassThrough, Transform, pipeline } from "node:stream";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { WriteStream } from "node:fs";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/zstd.ts
const LEVEL = 3;
const UNPACK = {
	program: "zstd",
	args: [
		"-q",
		"-d",
		"-c"
	],
	refusal: unpackFailure
};
/** What goes in or comes out at a time: small buffers are so many that handing them over takes longer than packing. */
const PIECE_BYTES = 1 << 19;
/**
* Compresses what a producer writes by the zstd program, straight from the one program into the other; and by Node what passes
* through here anyway, or where there is no such program: the way there and back takes half as long as the compression itself.
* The stream ends only when the content was whole; it fails with the content's error or `program-failed`.
*/
function compress(content, context) {
	if (typeof content !== "function") return compressByNode(content);
	return startFilter({
		program: "zstd",
		args: [
			"-q",
			"-c",
			`-${LEVEL}`
		]
	}, content, context) ?? compressByNode(content);
}
/** The stream fails with `part-malformed` when the content is no zstd stream, is cut, or goes on after its end. */
function decompress(content, context) {
	return startFilter(UNPACK, content, context) ?? decompressByNode(content);
}
/** Decompresses into `output` and ends it. A file is written by the program itself. Fails as `decompress` does. */
async function decompressInto(content, output, context) {
	if (output instanceof WriteStream && await filterInto(UNPACK, content, {
		file: output,
		context
	})) return;
	await pipeline$1(stopOnAbort(decompress(content, context), context.signal), output);
}
/** Never with workers: Node then loses data without an error. */
function compressByNode(content) {
	const compressor = createZstdCompress({
		chunkSize: PIECE_BYTES,
		params: {
			[constants.ZSTD_c_compressionLevel]: LEVEL,
			[constants.ZSTD_c_checksumFlag]: 1
		}
	});
	const input = new PassThrough();
	const whole = Promise.all([feed(content, input), writeOut(input, compressor)]);
	return untilWhole(compressor, whole, () => {
		compressor.destroy();
		input.destroy();
	});
}
/** Compresses one block while the next one fills. */
const BLOCKS = {
	blockBytes: PIECE_BYTES,
	blockCount: 2
};
/** Ends the frame only after the last write: told both at once, Node adds an empty frame behind it. */
async function writeOut(input, compressor) {
	let writing = Promise.resolve();
	try {
		for await (const { bytes, release } of cutBlocks(input, BLOCKS)) {
			await writing;
			writing = write(compressor, bytes).then(release);
			writing.catch(() => void 0);
		}
		await writing;
		compressor.end();
	} catch (error) {
		compressor.destroy(error);
		throw error;
	}
}
function write(output, chunk) {
	return new Promise((resolve, reject) => {
		output.write(chunk, (error) => error ? reject(error) : resolve());
	});
}
/** Node stops at the end of the frame without a word about what follows, so the bytes are counted. */
function decompressByNode(content) {
	let givenBytes = 0;
	const count = new PassThrough().on("data", (chunk) => {
		givenBytes += chunk.length;
	});
	const decompressor = createZstdDecompress({ chunkSize: PIECE_BYTES });
	const check = new Transform({
		transform: (chunk, _encoding, done) => done(null, chunk),
		flush: (done) => done(decompressor.bytesWritten === givenBytes ? null : malformed("bytes follow its end"))
	});
	decompressor.once("error", (error) => check.destroy(content.errored ?? malformed(error.message)));
	return pipeline([
		content,
		count,
		decompressor,
		check
	], () => void 0);
}
/** What zstd exits with when it cannot write; when only closing fails, it names its output. */
const WRITE_ERROR = 70;
const OUTPUT = "/*stdout*\\";
/** A disk that takes no more says nothing about the content. */
function unpackFailure(stderr, code) {
	const isOutput = code === WRITE_ERROR || stderr.includes(OUTPUT);
	return noSpaceIn(stderr) ?? (isOutput ? void 0 : malformed(stderr));
}
function malformed(why) {
	return new LifeboatError({
		code: "part-malformed",
		what: "a part is not one whole zstd stream",
		why
	});
}
export { decompressInto as i, decompress as n, decompressByNode as r, compress as t };
