import { r as LifeboatError } from "./errors.js";
import { t as cancelled } from "./cancelled.js";
import { Socket } from "node:net";
import { Transform, pipeline } from "node:stream";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawn, spawnSync } from "node:child_process";
import { finished as finished$1, pipeline as pipeline$1 } from "node:stream/promises";
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
		const both = openSync(path, constants.O_RDWR);
		try {
			return {
				readEnd: openSync(path, constants.O_RDONLY),
				input: new Socket({
					fd: openSync(path, constants.O_WRONLY),
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
	const started = start(command, content, {
		stdout: "pipe",
		context
	});
	const output = started?.child.stdout;
	if (started === void 0 || output == null) return void 0;
	return untilWhole(output, started.whole, () => started.child.kill("SIGKILL"));
}
/**
* Runs `content` through a program that writes into a file, and closes it; false, with nothing done, when there is no such program.
* Rejects as reading from `startFilter` does, or with what the file could not be opened for; `content` has ended in either case.
*/
async function filterInto(command, content, { file, context }) {
	let started;
	try {
		if (file.errored !== null) throw file.errored;
		if (file.pending) await once(file, "open");
		started = start(command, content, {
			stdout: file,
			context
		});
		if (started === void 0) return false;
		await started.whole;
		file.end();
		await finished$1(file);
	} catch (error) {
		started?.child.kill("SIGKILL");
		content.destroy();
		file.destroy(error);
		throw error;
	}
	return true;
}
function start(command, content, { stdout, context }) {
	const pipe = typeof content === "function" ? openKernelPipe(context) : void 0;
	const child = spawn(command.program, command.args, {
		stdio: [
			pipe?.readEnd ?? "pipe",
			stdout,
			"pipe"
		],
		env: { ...context.programEnvironment },
		signal: context.signal,
		killSignal: "SIGKILL"
	});
	child.on("error", () => void 0);
	if (pipe !== void 0) closeSync(pipe.readEnd);
	const input = pipe?.input ?? child.stdin;
	if (child.pid === void 0 || input === null) {
		input?.destroy();
		return;
	}
	input.on("error", () => void 0);
	const exited = exit(child, command, context.signal);
	return {
		child,
		whole: bothEnds(feed(content, input), exited)
	};
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
	const [code, killedBy] = await once(child, "close").catch((error) => {
		throw signal.aborted ? cancelled(signal) : error;
	});
	if (code === 0) return;
	if (signal.aborted) throw cancelled(signal);
	const refused = code === null ? void 0 : command.refusal?.(stderr.trim(), code);
	if (refused !== void 0) throw refused;
	throw new LifeboatError({
		code: "program-failed",
		what: `${command.program} ${killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`}`,
		...stderr === "" ? {} : { why: stderr.trim() }
	});
}
export { untilWhole as i, filterInto as n, startFilter as r, feed as t };
