import { t as __commonJSMin } from "./rolldown-runtime.js";
import { t as require_build } from "../dependencies/testcontainers.js";
import { r as LifeboatError } from "./errors.js";
import { a as revealEnvironment, i as redact, r as programFailure, t as explainProgramError } from "./program.js";
import { n as currentOwner } from "./run-owner2.js";
import { Readable } from "node:stream";
import { pipeline as pipeline$1 } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
// \0stub:cpu-features
var require__stub_cpu_features = /* @__PURE__ */ __commonJSMin((() => {
	throw new Error("native add-ons are not part of this bundle");
}));
// \0stub:./crypto/build/Release/sshcrypto.node
var require_sshcrypto = /* @__PURE__ */ __commonJSMin((() => {
	throw new Error("native add-ons are not part of this bundle");
}));
// src/runtime/containers.ts
var import_build = require_build();
const FIX = "install and start a container engine that this user may use (docker info must succeed), or drill with provider: process";
/** Connects to the container engine of this computer, or of DOCKER_HOST. Throws `sandbox-unavailable`. */
async function openContainerEngine(context) {
	const wanted = context.programEnvironment["DOCKER_HOST"];
	const client = await (0, import_build.getContainerRuntimeClient)().catch((cause) => {
		throw unavailable(cause);
	});
	const { modem } = client.container.dockerode;
	if (wanted !== void 0 && !wanted.includes(modem.socketPath ?? modem.host ?? "")) throw unavailable(/* @__PURE__ */ new Error(`nothing answers at DOCKER_HOST ${withoutLogin(wanted)}`));
	return client;
}
/** Makes sure that the image is here, pulling it if need be. Throws `image-absent`. */
async function ensureImage(engine, image, signal) {
	if (await isPresent(engine, image)) return;
	const pulled = engine.image.pull(import_build.ImageName.fromString(image));
	const failure = await Promise.race([pulled.then(() => void 0, String), aborted(signal)]);
	signal.throwIfAborted();
	if (await isPresent(engine, image)) return;
	throw new LifeboatError({
		code: "image-absent",
		what: `the image ${image} is not here and could not be pulled`,
		...failure === void 0 ? {} : { why: failure },
		fix: `make it available (docker pull ${image}, or npm run images), or name another one as image: of the target`
	});
}
/** Whether an error of the container engine says that the thing is not there. */
function isAbsent(error) {
	return error.statusCode === 404;
}
/** An error of the container engine as one that a person can act on. */
function explainEngineError(error) {
	if (error instanceof LifeboatError) return error;
	const { code, statusCode } = error;
	return code === "ECONNREFUSED" || code === "ENOENT" || code === "ECONNRESET" || code === "EACCES" || statusCode !== void 0 ? unavailable(error) : error;
}
function unavailable(cause) {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: "the container engine cannot be used",
		why: cause instanceof Error ? cause.message.trim() : String(cause),
		fix: FIX,
		cause
	});
}
async function isPresent(engine, image) {
	try {
		await engine.container.dockerode.getImage(import_build.ImageName.fromString(image).string).inspect();
		return true;
	} catch (error) {
		if (isAbsent(error)) return false;
		throw explainEngineError(error);
	}
}
function aborted(signal) {
	return new Promise((resolve) => {
		if (signal.aborted) resolve(void 0);
		signal.addEventListener("abort", () => resolve(void 0), { once: true });
	});
}
function withoutLogin(address) {
	return address.replace(/\/\/[^/@]*@/, "//");
}
// src/runtime/docker-frames.ts
const HEADER_BYTES = 8;
const STDERR = 2;
/**
* Splits a container engine's attached stream into its two outputs: yields stdout, hands stderr to `onStderr`.
* Waits for its reader, so that memory stays bounded. Throws when the stream ends within a frame.
*/
async function* splitDockerFrames(source, onStderr) {
	let header = Buffer.alloc(0);
	let left = 0;
	let stderr = false;
	for await (const chunk of source) {
		let rest = chunk;
		while (rest.length > 0) {
			if (left === 0) {
				const wanted = HEADER_BYTES - header.length;
				header = Buffer.concat([header, rest.subarray(0, wanted)]);
				rest = rest.subarray(wanted);
				if (header.length < HEADER_BYTES) continue;
				stderr = header[0] === STDERR;
				left = header.readUInt32BE(4);
				header = Buffer.alloc(0);
				continue;
			}
			const content = rest.subarray(0, left);
			rest = rest.subarray(content.length);
			left -= content.length;
			if (stderr) onStderr(content);
			else yield content;
		}
	}
	if (left > 0 || header.length > 0) throw new Error("the connection to the container engine was cut");
}
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
// src/runtime/sandbox-labels.ts
const PREFIX = "org.lifeboat";
/** The label that everything of this project carries; its value is the run. */
const RUN_LABEL = `${PREFIX}.run`;
/** Labels by which sweep recognises what a dead run left behind. */
function sandboxLabels(runId) {
	const { host, pid, processStart } = currentOwner();
	return {
		[RUN_LABEL]: runId,
		[`${PREFIX}.host`]: host,
		[`${PREFIX}.pid`]: String(pid),
		[`${PREFIX}.process-start`]: processStart
	};
}
/** Who made a labelled thing. */
function ownerOf(labels) {
	return {
		host: labels[`${PREFIX}.host`] ?? "",
		pid: Number(labels[`${PREFIX}.pid`] ?? 0),
		processStart: labels[`${PREFIX}.process-start`] ?? ""
	};
}
// src/runtime/start-container.ts
const BASE = "/lifeboat";
/** Databases pass data between their processes through shared memory; the engine's default of 64 MiB is too little. */
const SHARED_MEMORY_BYTES = 2 ** 30;
/** Starts a container that idles until programs are run in it. Throws `image-absent` or `sandbox-unavailable`. */
async function startContainer(engine, request, context) {
	await ensureImage(engine, request.image, context.signal);
	await using undo = new AsyncDisposableStack();
	const container = await create(engine, request, context);
	undo.defer(() => removeContainer(container));
	await container.start().catch((error) => {
		throw unusable(request, error);
	});
	let names = 0;
	const place = {
		container,
		user: request.user,
		notes: `${BASE}/notes`,
		signal: context.signal,
		nextName: () => String(names += 1)
	};
	await layOut(place, request);
	const kept = undo.move();
	return {
		place,
		home: `${BASE}/home`,
		files: `${BASE}/files`,
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
/** Removes a container with its volumes and makes sure that it is gone. */
async function removeContainer(container) {
	try {
		await container.remove({
			force: true,
			v: true
		});
		await container.inspect();
	} catch (error) {
		if (isAbsent(error)) return;
		throw explainEngineError(error);
	}
	throw new LifeboatError({
		code: "sandbox-unavailable",
		what: `the container ${container.id.slice(0, 12)} was removed and is still there`,
		fix: "remove it with docker rm --force --volumes, then run lifeboat sweep"
	});
}
function create(engine, request, context) {
	const options = {
		Image: request.image,
		Entrypoint: ["sleep"],
		Cmd: ["infinity"],
		User: request.user,
		Labels: sandboxLabels(context.runId),
		HostConfig: {
			Init: true,
			NetworkMode: request.network,
			CapDrop: ["ALL"],
			SecurityOpt: ["no-new-privileges"],
			ShmSize: SHARED_MEMORY_BYTES,
			...request.memoryBytes === void 0 ? {} : {
				Memory: request.memoryBytes,
				MemorySwap: request.memoryBytes
			},
			...request.diskBytes === void 0 ? {} : { Tmpfs: { [BASE]: `rw,exec,mode=1777,size=${request.diskBytes}` } }
		}
	};
	return engine.container.dockerode.createContainer(options).catch((error) => {
		throw explainEngineError(error);
	});
}
async function layOut(place, request) {
	const root = {
		...place,
		user: "root",
		notes: "/tmp"
	};
	if (request.diskBytes === void 0) await runInContainer({
		program: "mkdir",
		args: [
			"-m",
			"1777",
			BASE
		]
	}, root);
	await runInContainer({
		program: "mkdir",
		args: [
			"-m",
			"700",
			...[
				"home",
				"files",
				"notes"
			].map((name) => `${BASE}/${name}`)
		]
	}, {
		...place,
		notes: "/tmp"
	});
}
function unusable(request, error) {
	return new LifeboatError({
		code: "sandbox-unavailable",
		what: `the image ${request.image} does not run as user ${request.user}`,
		why: error instanceof Error ? error.message.trim() : String(error),
		fix: "name an image that has this user and the program sleep as image: of the target",
		cause: error
	});
}
export { sandboxLabels as a, notedProgram as c, startInContainer as d, explainEngineError as f, require__stub_cpu_features as g, require_sshcrypto as h, ownerOf as i, runInContainer as l, openContainerEngine as m, startContainer as n, exitCodeOf as o, isAbsent as p, RUN_LABEL as r, killNoted as s, removeContainer as t, startDetached as u };
