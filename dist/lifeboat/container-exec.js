import { r as LifeboatError } from "./errors.js";
import { r as explainEngineError, t as splitDockerFrames } from "./docker-frames.js";
import { a as revealEnvironment, i as redact, r as programFailure, t as explainProgramError } from "./program.js";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
// src/runtime/container-exec.ts
const BUFFER_BYTES = 262144;
const EXIT_POLL_MS = 10;
/** What `sh` answers for a program that it cannot find. */
const NOT_FOUND = 127;
/** Starts a program in a container; its environment goes with the request, never on a command line. */
async function startInContainer(command, place) {
	const running = await attach(command, place);
	feed(running, command.stdin);
	const { stdout, ended } = read(running);
	const stop = () => {
		running.socket.destroy();
		stdout.destroy();
	};
	place.signal.addEventListener("abort", stop, { once: true });
	if (place.signal.aborted) stop();
	const finished = outcome(command, place, {
		running,
		ended
	}).finally(() => {
		place.signal.removeEventListener("abort", stop);
	});
	finished.catch(() => void 0);
	return {
		stdout,
		finished
	};
}
/** Runs a program in a container to its end and returns what it printed. */
async function runInContainer(command, place) {
	const { stdout, finished } = await startInContainer(command, place);
	const [chunks, { stderr }] = await Promise.all([stdout.toArray().catch(() => []), finished]);
	return {
		stdout: Buffer.concat(chunks).toString("utf8"),
		stderr
	};
}
/** The request of a program whose process number is noted, since the engine cannot kill what it started. */
function notedProgram(command, note) {
	return {
		Cmd: [
			"sh",
			"-c",
			"echo $$ >\"$0\"; exec \"$@\"",
			note,
			command.program,
			...command.args
		],
		Env: Object.entries(revealEnvironment(command.env)).map(([name, value]) => `${name}=${value}`)
	};
}
/** Starts a program that nobody attaches to. */
async function startDetached(exec) {
	(await exec.start({ Detach: true })).resume();
}
/** The exit code of a program that has ended or is about to. */
async function exitCodeOf(exec) {
	for (;;) {
		const { Running, ExitCode } = await exec.inspect();
		if (!Running && ExitCode !== null) return ExitCode;
		await setTimeout(EXIT_POLL_MS);
	}
}
async function attach(command, place) {
	const note = `${place.notes}/${place.nextName()}`;
	try {
		const exec = await place.container.exec({
			...notedProgram(command, note),
			User: place.user,
			AttachStdin: command.stdin !== void 0,
			AttachStdout: true,
			AttachStderr: true
		});
		const socket = await exec.start({
			hijack: true,
			stdin: true
		});
		socket.on("error", () => void 0);
		return {
			exec,
			socket,
			note,
			stderr: Buffer.alloc(0)
		};
	} catch (error) {
		if (command.stdin instanceof Readable) command.stdin.destroy();
		throw explainEngineError(error);
	}
}
/** A program may end before it has read all of its input; its exit code then tells, not the broken pipe. */
function feed(running, content) {
	if (content === void 0) return;
	const source = typeof content === "string" ? Readable.from([content]) : content;
	source.once("error", (error) => {
		running.inputError = error;
	});
	pipeline$1(source, running.socket).catch(() => running.socket.destroy());
}
function read(running) {
	const { promise: ended, resolve, reject } = Promise.withResolvers();
	const keepTail = (chunk) => {
		running.stderr = Buffer.concat([running.stderr, chunk]).subarray(-16384);
	};
	const frames = async function* () {
		try {
			yield* splitDockerFrames(running.socket, keepTail);
			resolve();
		} catch (error) {
			reject(error);
			throw error;
		} finally {
			reject(/* @__PURE__ */ new Error("the output was not read to its end"));
		}
	};
	ended.catch(() => void 0);
	const stdout = Readable.from(frames(), {
		objectMode: false,
		highWaterMark: BUFFER_BYTES
	});
	stdout.once("close", () => reject(/* @__PURE__ */ new Error("the output was not read to its end")));
	return {
		stdout,
		ended
	};
}
async function outcome(command, place, { running, ended }) {
	try {
		await ended.catch(async (error) => {
			await killNoted(running.note, place);
			throw error;
		});
		const code = await exitCodeOf(running.exec);
		place.signal.throwIfAborted();
		const stderr = redact(running.stderr.toString("utf8").trim(), command.env);
		if (code !== 0) throw failure(command, code, stderr);
		return { stderr };
	} catch (error) {
		throw explainProgramError(running.inputError ?? explainEngineError(error), command, place.signal);
	}
}
function failure(command, code, stderr) {
	const error = programFailure(command, {
		code,
		signal: null
	}, stderr);
	if (code !== NOT_FOUND) return error;
	return new LifeboatError({
		code: "program-absent",
		what: `${command.program} is not in the container`,
		cause: error
	});
}
/** Ends a noted program; one that has ended already is not an error. */
async function killNoted(note, place, signal = "KILL") {
	const request = {
		Cmd: [
			"sh",
			"-c",
			"read -r pid <\"$1\" && kill -s \"$2\" \"$pid\"; [ \"$2\" != KILL ] || rm -f \"$1\"",
			"sh",
			note,
			signal
		],
		User: place.user
	};
	await place.container.exec(request).then(startDetached).catch(() => void 0);
}
export { startDetached as a, runInContainer as i, killNoted as n, startInContainer as o, notedProgram as r, exitCodeOf as t };
