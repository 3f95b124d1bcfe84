import { r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { Socket } from "node:net";
import { PassThrough, Transform, pipeline } from "node:stream";
import { once } from "node:events";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { closeSync, constants as constants$1, mkdtempSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawn, spawnSync } from "node:child_process";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/kernel-pipe.ts
/**
* A pipe of the kernel. What Node calls a pipe is a pair of sockets, through which a gigabyte takes three times the processor time.
* It has a name in the run's folder for a moment. Undefined where there is no mkfifo.
*/
function openKernelPipe({ workDir, programEnvironment }) {
	const folder = mkdtempSync(join(workDir, "pipe-"));
	try {
		const path = join(folder, "pipe");
		if (spawnSync("mkfifo", [
			"-m",
			"600",
			path
		], { env: { ...programEnvironment } }).status !== 0) return void 0;
		const both = openSync(path, constants$1.O_RDWR);
		try {
			return {
				readEnd: openSync(path, constants$1.O_RDONLY),
				input: new Socket({
					fd: openSync(path, constants$1.O_WRONLY),
					readable: false,
					writable: true
				})
			};
		} finally {
			closeSync(both);
		}
	} finally {
		rmSync(folder, {
			recursive: true,
			force: true
		});
	}
}
// src/runtime/filter.ts
const BROKEN_PIPE = /* @__PURE__ */ new Set([
	"EPIPE",
	"ECONNRESET",
	"ERR_STREAM_PREMATURE_CLOSE",
	"ERR_STREAM_DESTROYED"
]);
/**
* Runs `content` through a program. What it returns ends only when the content was whole and the program exited with 0;
* destroying it kills the program. Undefined when there is no such program.
*/
function startFilter(command, content, context) {
	const pipe = typeof content === "function" ? openKernelPipe(context) : void 0;
	const child = spawn(command.program, command.args, {
		stdio: [
			pipe?.readEnd ?? "pipe",
			"pipe",
			"pipe"
		],
		env: { ...context.programEnvironment },
		signal: context.signal,
		killSignal: "SIGKILL"
	});
	child.on("error", () => void 0);
	if (pipe !== void 0) closeSync(pipe.readEnd);
	const input = pipe?.input ?? child.stdin;
	if (child.pid === void 0 || input === null || child.stdout === null) {
		input?.destroy();
		return;
	}
	input.on("error", () => void 0);
	const exited = exit(child, command, context.signal);
	const whole = bothEnds(feed(content, input), exited);
	return untilWhole(child.stdout, whole, () => child.kill("SIGKILL"));
}
/** Writes `content` into `input` and ends it; rejects, and destroys it, when the content was not whole. */
async function feed(content, input) {
	try {
		if (typeof content === "function") await content(input);
		else await pipeline$1(content, input);
		if (!input.destroyed) input.end();
	} catch (error) {
		input.destroy(error);
		throw error;
	}
}
/** The bytes of `output`, ending only after `whole` has resolved; `stop` ends what makes them. */
function untilWhole(output, whole, stop) {
	whole.catch(() => void 0);
	const gate = new Transform({
		transform: (chunk, _encoding, done) => done(null, chunk),
		flush: (done) => {
			whole.then(() => done(), done);
		},
		destroy: (error, done) => {
			stop();
			done(error);
		}
	});
	return pipeline(output, gate, () => void 0);
}
/** The first failure wins, except that a broken pipe is only the consequence of the program's end. */
async function bothEnds(feeding, exited) {
	const pipeBroke = feeding.then(() => void 0, (error) => {
		if (BROKEN_PIPE.has(error.code ?? "")) return error;
		throw error;
	});
	const [broken] = await Promise.all([pipeBroke, exited]);
	if (broken !== void 0) throw broken;
}
async function exit(child, command, signal) {
	let stderr = "";
	child.stderr?.setEncoding("utf8").on("data", (text) => {
		stderr = (stderr + text).slice(-4096);
	});
	const [code, killedBy] = await once(child, "close");
	if (code === 0) return;
	if (signal.aborted) throw cancelled(signal);
	if (code !== null && command.refusal !== void 0) throw command.refusal(stderr.trim());
	throw new LifeboatError({
		code: "program-failed",
		what: `${command.program} ${killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`}`,
		...stderr === "" ? {} : { why: stderr.trim() }
	});
}
// src/runtime/zstd.ts
const LEVEL = 3;
/** What comes of a stream at a time: small buffers are so many that collecting them takes longer than unpacking. */
const PIECE_BYTES = 1 << 18;
/**
* Compresses by the zstd program, or by Node where there is none. A producer writes straight into the program.
* The stream ends only when the content was whole; it fails with the content's error or `program-failed`.
*/
function compress(content, context) {
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
	return startFilter({
		program: "zstd",
		args: [
			"-q",
			"-d",
			"-c"
		],
		refusal: malformed
	}, content, context) ?? decompressByNode(content);
}
/** For computers without the program. Never with workers: Node then loses data without an error. */
function compressByNode(content) {
	const compressor = createZstdCompress({ params: {
		[constants.ZSTD_c_compressionLevel]: LEVEL,
		[constants.ZSTD_c_checksumFlag]: 1
	} });
	const input = new PassThrough();
	return untilWhole(compressor, Promise.all([feed(content, input), writeOut(input, compressor)]), () => compressor.destroy());
}
/** Ends the frame only after the last write: told both at once, Node adds an empty frame behind it. */
async function writeOut(input, compressor) {
	try {
		for await (const chunk of input) await write(compressor, chunk);
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
function malformed(why) {
	return new LifeboatError({
		code: "part-malformed",
		what: "a part is not one whole zstd stream",
		why
	});
}
export { untilWhole as a, feed as i, decompress as n, decompressByNode as r, compress as t };
