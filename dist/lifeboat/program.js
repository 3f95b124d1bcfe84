import { r as LifeboatError } from "./errors.js";
import { t as Secret } from "./secret.js";
import { Socket } from "node:net";
import { Readable } from "node:stream";
import { once } from "node:events";
import { spawn } from "node:child_process";
import { pipeline as pipeline$1 } from "node:stream/promises";
// src/runtime/program.ts
const KILL_AFTER_MS = 5e3;
/** Starts a program and hands back its output as a stream; see `RunningProgram`. */
function startProgram(command, options) {
	const child = launch(command, options, "pipe");
	if (child.stdout === null) throw new Error("a piped child has a stdout");
	const end = finished$2(child, command, options);
	end.catch(() => void 0);
	return {
		stdout: child.stdout,
		finished: end
	};
}
/** Runs a program to its end and returns what it printed. Throws `program-failed`, `program-absent` or `cancelled`. */
async function runProgram(command, options) {
	const { stdout, finished: end } = startProgram(command, options);
	const [chunks, { stderr }] = await Promise.all([stdout.toArray(), end]);
	return {
		stdout: Buffer.concat(chunks).toString("utf8"),
		stderr
	};
}
/** Runs a program whose output goes into `output`, which is handed over when it is another child's stdin. */
async function pipeProgram(command, output, options) {
	if (isPipeOfChild(output)) {
		const end = finished$2(launch(command, options, output), command, options);
		if (options.leaveOpen !== true) output.destroy();
		return end;
	}
	const running = startProgram(command, options);
	const [, end] = await Promise.all([pipeline$1(running.stdout, output, { end: options.leaveOpen !== true }), running.finished]);
	return end;
}
function isPipeOfChild(output) {
	return output instanceof Socket && output.writableLength === 0 && output.bytesWritten === 0;
}
function launch(command, options, stdout) {
	return spawn(command.program, command.args, {
		stdio: [
			command.stdin === void 0 ? "ignore" : "pipe",
			stdout,
			"pipe"
		],
		env: {
			...options.environment,
			...revealEnvironment(command.env)
		},
		...options.uid === void 0 ? {} : { uid: options.uid },
		...options.gid === void 0 ? {} : { gid: options.gid },
		...options.cwd === void 0 ? {} : { cwd: options.cwd }
	});
}
/** A program may end before it has read all of its input: its exit code tells then. An input that broke off is our failure. */
async function feed(child, content) {
	const { stdin } = child;
	if (content === void 0 || stdin === null) return;
	const source = typeof content === "string" ? Readable.from([content]) : content;
	let broken;
	source.once("error", (error) => {
		if (stdin.destroyed) return;
		broken = error;
		child.kill("SIGKILL");
	});
	await pipeline$1(source, stdin).catch(() => stdin.destroy());
	if (broken !== void 0) throw broken;
}
async function finished$2(child, command, options) {
	const stop = stopOnAbort(child, options.signal);
	const stderr = collectTail(child.stderr);
	const fed = feed(child, command.stdin);
	fed.catch(() => void 0);
	try {
		const [code, signal] = await once(child, "exit");
		options.signal.throwIfAborted();
		const text = redact(await stderr, command.env);
		options.signal.throwIfAborted();
		await fed;
		if (code !== 0) throw programFailure(command, {
			code,
			signal
		}, text);
		return { stderr: text };
	} catch (error) {
		stderr.catch(() => void 0);
		child.stderr?.destroy();
		throw explainProgramError(error, command, options.signal);
	} finally {
		stop();
	}
}
function stopOnAbort(child, signal) {
	let timer;
	const stop = () => {
		child.kill("SIGTERM");
		timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
	};
	if (signal.aborted) stop();
	signal.addEventListener("abort", stop, { once: true });
	return () => {
		signal.removeEventListener("abort", stop);
		clearTimeout(timer);
	};
}
async function collectTail(stream) {
	let tail = Buffer.alloc(0);
	if (stream === null) return "";
	for await (const chunk of stream) tail = Buffer.concat([tail, chunk]).subarray(-16384);
	return tail.toString("utf8").trim();
}
/** The plain environment of a child program; secrets are read here and nowhere earlier. */
function revealEnvironment(env) {
	return Object.fromEntries(Object.entries(env ?? {}).map(([name, value]) => [name, value instanceof Secret ? value.reveal() : value]));
}
/** A program may repeat its environment in an error message. */
function redact(text, env) {
	return Object.values(env ?? {}).filter((value) => value instanceof Secret).reduce((clean, secret) => {
		const value = secret.reveal();
		return value === "" ? clean : clean.replaceAll(value, "***");
	}, text);
}
/** A program that ran and did not end with code 0. */
function programFailure(command, exit, stderr) {
	const how = exit.signal === null ? `ended with code ${exit.code}` : `was killed by ${exit.signal}`;
	return new LifeboatError({
		code: "program-failed",
		what: `${baseName(command.program)} ${how}`,
		...stderr === "" ? {} : { why: stderr }
	});
}
/** What went wrong with a program, said as `cancelled` or `program-absent` where it is that. */
function explainProgramError(error, command, signal) {
	if (signal.aborted) return signal.reason instanceof LifeboatError ? signal.reason : new LifeboatError({
		code: "cancelled",
		what: "cancelled",
		cause: signal.reason
	});
	if (error.code === "ENOENT") return new LifeboatError({
		code: "program-absent",
		what: `${baseName(command.program)} was not found`,
		fix: `install ${baseName(command.program)}, or put its folder on the PATH`,
		cause: error
	});
	return error;
}
function baseName(program) {
	return program.slice(program.lastIndexOf("/") + 1);
}
export { revealEnvironment as a, redact as i, pipeProgram as n, runProgram as o, programFailure as r, startProgram as s, explainProgramError as t };
