import { i as isLifeboatError, r as LifeboatError } from "./errors.js";
import { t as findFolder } from "./find-tools.js";
import { n as writePrivateFile } from "./local-tools.js";
import { a as revealEnvironment, n as pipeProgram, o as runProgram, s as startProgram } from "./program.js";
import { n as removeSandboxNote, r as writeSandboxNote } from "./sandbox-note.js";
import { createServer } from "node:net";
import { once } from "node:events";
import { basename, delimiter, join } from "node:path";
import { chown, lchown, mkdir, open, readFile, rm, statfs } from "node:fs/promises";
import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
// src/runtime/namespace.ts
/** A killed server leaves its shared memory: here it goes with the namespace. Where the mount fails it only stays. */
const OWN_SHARED_MEMORY = "mount -t tmpfs -o mode=1777 tmpfs /dev/shm 2>/dev/null";
/** A server that only speaks TCP listens on the empty network's own loopback. */
const LOOPBACK$1 = "PATH=\"$PATH:/usr/sbin:/sbin\"; ip link set lo up 2>/dev/null";
/** Every end of a message would wait 40 ms for an acknowledgement, since the relay's own sockets are no `TCP_NODELAY` ones. */
const PROMPT = "for net in 127.0.0.0/8 127.0.0.1; do ip route change table local local $net dev lo scope host src 127.0.0.1 quickack 1 2>/dev/null; done";
/** An empty network, shared memory and a process tree of its own, or none of these where this user may not have them. */
async function openNamespace(user, context) {
	const anchor = await startAnchor(user, context);
	if (anchor?.pid === void 0) return {
		isolation: "none",
		anchor: void 0,
		enter: (command) => command,
		[Symbol.asyncDispose]: async () => {}
	};
	const prefix = [...entering(anchor.pid, user), ...becoming(user)];
	return {
		isolation: "network-namespace",
		anchor: anchor.pid,
		enter: (command) => ({
			...command,
			program: "nsenter",
			args: [
				...prefix,
				command.program,
				...command.args
			]
		}),
		[Symbol.asyncDispose]: () => endAnchor(anchor)
	};
}
/** The process that a wrapper such as nsenter waits for. */
async function childOf(pid) {
	const [first] = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim().split(" ");
	return first === void 0 || first === "" ? void 0 : Number(first);
}
async function startAnchor(user, context) {
	if (process.platform !== "linux") return void 0;
	const unshare = [
		...user === void 0 ? [
			"--user",
			"--map-current-user",
			"--keep-caps"
		] : [],
		"--net",
		"--ipc",
		"--pid",
		"--mount-proc",
		"--fork",
		"--kill-child=SIGKILL"
	];
	const idle = [
		"sh",
		"-c",
		`${OWN_SHARED_MEMORY}; ${LOOPBACK$1}; ${PROMPT}; echo ready; exec sleep infinity`
	];
	const child = spawn("setpriv", [
		"--pdeathsig",
		"SIGKILL",
		"unshare",
		...unshare,
		...idle
	], {
		stdio: [
			"ignore",
			"pipe",
			"ignore"
		],
		env: context.programEnvironment
	});
	const ended = Promise.race([once(child, "exit"), once(child, "error")]).then(() => false, () => false);
	const ready = await Promise.race([once(child.stdout, "data").then(() => true), ended]);
	child.stdout.destroy();
	return ready ? child : void 0;
}
async function endAnchor(anchor) {
	if (anchor.exitCode !== null || anchor.signalCode !== null || anchor.pid === void 0) return;
	const exited = once(anchor, "exit");
	const first = await childOf(anchor.pid);
	if (first === void 0) anchor.kill("SIGKILL");
	else process.kill(first, "SIGKILL");
	await exited;
}
function entering(anchor, user) {
	const spaces = `/proc/${anchor}/ns`;
	const rootless = user === void 0 ? [`--user=${spaces}/user`, "--preserve-credentials"] : [];
	const all = [
		`--net=${spaces}/net`,
		`--ipc=${spaces}/ipc`,
		`--pid=${spaces}/pid_for_children`,
		`--mount=${spaces}/mnt`
	];
	return [
		...rootless,
		...all,
		"--"
	];
}
/** A killed wrapper takes its program along. */
function becoming(user) {
	return [
		"setpriv",
		...user === void 0 ? [] : [
			`--reuid=${user.uid}`,
			`--regid=${user.gid}`,
			"--clear-groups"
		],
		"--no-new-privs",
		"--pdeathsig",
		"SIGKILL",
		"--"
	];
}
// src/runtime/process-port.ts
const LOOPBACK = "127.0.0.1";
/** One connection of the namespace as standard input and output; when either side ends, so does the other. */
const RELAY = "exec 3<>\"/dev/tcp/127.0.0.1/$0\" 4<&0 || exit 1; { cat; kill $$; } <&4 >&3 & exec cat <&3";
/** A port for a server of a process sandbox; one inside an empty network is reached through a listener here. */
async function openProcessPort(preferred, space, context) {
	if (space.isolation === "none") {
		const place = {
			host: LOOPBACK,
			port: await freePort()
		};
		return {
			listen: place,
			reach: place,
			[Symbol.asyncDispose]: async () => {}
		};
	}
	const sockets = /* @__PURE__ */ new Set();
	const listener = createServer((socket) => {
		sockets.add(socket);
		socket.setNoDelay().once("close", () => sockets.delete(socket));
		relay(socket, space.enter({
			program: "bash",
			args: [
				"-c",
				RELAY,
				String(preferred)
			]
		}), context);
	});
	const port = await listen(listener);
	return {
		listen: {
			host: LOOPBACK,
			port: preferred
		},
		reach: {
			host: LOOPBACK,
			port
		},
		[Symbol.asyncDispose]: async () => {
			for (const socket of sockets) socket.destroy();
			listener.close();
			await once(listener, "close");
		}
	};
}
function relay(socket, { program, args }, context) {
	const child = spawn(program, args, {
		stdio: [
			"pipe",
			"pipe",
			"ignore"
		],
		env: context.programEnvironment
	});
	const end = () => {
		socket.destroy();
		child.stdin.destroy();
	};
	for (const side of [
		socket,
		child,
		child.stdin,
		child.stdout
	]) side.on("error", end);
	socket.once("close", end);
	socket.pipe(child.stdin);
	child.stdout.pipe(socket);
}
async function freePort() {
	const listener = createServer();
	const port = await listen(listener);
	listener.close();
	await once(listener, "close");
	return port;
}
async function listen(listener) {
	listener.listen(0, LOOPBACK);
	await once(listener, "listening");
	const address = listener.address();
	if (address === null || typeof address === "string") throw new Error("a TCP listener has a port");
	return address.port;
}
// src/runtime/process-server.ts
const STOP_MS = 6e4;
/** Nothing of a server that goes away is worth a longer wait. */
const DISPOSAL_MS = 1e4;
/** The background server of a process sandbox. */
function processServer(place) {
	let server;
	let killed = false;
	const stop = async (signal, patienceMs) => {
		if (server?.pid === void 0 || hasEnded(server)) return;
		const exited = once(server, "exit");
		const pid = place.wrapped ? await childOf(server.pid) : server.pid;
		if (pid !== void 0) signalIfThere(pid, signal);
		const limit = new AbortController();
		await Promise.race([exited, setTimeout(patienceMs, void 0, { signal: limit.signal }).catch(() => void 0)]);
		limit.abort();
		killed = true;
		if (!hasEnded(server)) signalIfThere(place.wrapped ? server.pid : -server.pid, "SIGKILL");
		await exited;
	};
	return {
		startServer: async (command) => {
			killed = false;
			server = await launch(command, place);
			if (server.pid !== void 0) await place.started(server.pid);
		},
		stopServer: (signal = "SIGTERM") => stop(signal, STOP_MS),
		[Symbol.asyncDispose]: () => stop("SIGINT", DISPOSAL_MS),
		serverExit: async () => {
			if (server === void 0 || !hasEnded(server)) return void 0;
			const log = await readFile(place.log);
			return {
				code: server.exitCode ?? void 0,
				log: log.subarray(-8192).toString("utf8"),
				outOfMemory: server.signalCode === "SIGKILL" && !killed
			};
		}
	};
}
async function launch(command, { log, options }) {
	await using output = await open(log, "a", 384);
	const child = spawn(command.program, command.args, {
		stdio: [
			"ignore",
			output.fd,
			output.fd
		],
		env: {
			...options.environment,
			...revealEnvironment(command.env)
		},
		...options.uid === void 0 ? {} : { uid: options.uid },
		...options.gid === void 0 ? {} : { gid: options.gid },
		cwd: options.cwd ?? "/",
		detached: true
	});
	child.on("error", () => void 0);
	return child;
}
function hasEnded(child) {
	return child.exitCode !== null || child.signalCode !== null || child.pid === void 0;
}
function signalIfThere(pid, signal) {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if (error.code !== "ESRCH") throw error;
	}
}
// src/runtime/sandbox-user.ts
/** Owns nothing on a usual computer, so that restored code cannot touch a real server's files either. */
const USERS = ["lifeboat-sandbox", "nobody"];
/** The unprivileged user of process sandboxes when this runs as root, since servers refuse root; else undefined. */
async function sandboxUser() {
	if (process.getuid?.() !== 0) return void 0;
	const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
	const [, , uid, gid] = USERS.flatMap((user) => lines.filter(([name]) => name === user))[0] ?? [];
	return {
		uid: Number(uid ?? 65534),
		gid: Number(gid ?? 65534)
	};
}
// src/runtime/process-machine.ts
/** A unix socket's path may hold some 100 bytes; the server adds its own file name to the folder. */
const LONGEST_FOLDER = 64;
/**
* A sandbox of this computer's own programs: a private folder, and processes in an empty network where this user may make one.
* Throws `program-absent` or `program-version`.
*/
async function processMachine(need, context) {
	const folder = await programFolder(need, context);
	const user = await sandboxUser();
	await using undo = new AsyncDisposableStack();
	const root = await makeFolders(user, context, undo);
	const space = undo.use(await openNamespace(user, context));
	const noted = noter(root, context);
	if (space.anchor !== void 0) await noted(space.anchor);
	const environment = {
		...context.programEnvironment,
		PATH: [folder, context.programEnvironment["PATH"]].join(delimiter)
	};
	const home = join(root, "home");
	const options = {
		signal: context.signal,
		environment: {
			...environment,
			HOME: home
		},
		cwd: "/",
		...space.isolation === "none" ? user : {}
	};
	const { [Symbol.asyncDispose]: endServer, ...server } = processServer({
		log: join(root, "server.log"),
		options,
		wrapped: space.isolation !== "none",
		started: noted
	});
	undo.defer(endServer);
	const ports = undo.use(new AsyncDisposableStack());
	const kept = undo.move();
	return {
		kind: "process",
		description: `local ${folder}`,
		reach: {
			kind: "socket",
			directory: home
		},
		home,
		isolation: space.isolation,
		openPort: async (preferred) => ports.use(await openProcessPort(preferred, space, context)),
		...programs(space, options),
		...files(join(root, "files"), user),
		...server,
		startServer: (command) => server.startServer(space.enter(command)),
		ranOutOfMemory: async () => (await server.serverExit())?.outOfMemory === true,
		freeBytes: async () => {
			const { bavail, bsize } = await statfs(home);
			return bavail * bsize;
		},
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
}
async function programFolder(need, context) {
	const { folder, otherVersions } = await findFolder(need, context);
	if (folder !== void 0) return folder;
	throw new LifeboatError({
		code: otherVersions.length > 0 ? "program-version" : "program-absent",
		what: `no ${need.programs.join(", ")} of ${need.product} was found here`,
		...otherVersions.length === 0 ? {} : { why: otherVersions.join("; ") },
		fix: `install ${need.product}, or drill with provider: container`
	});
}
async function makeFolders(user, context, undo) {
	const name = `lb-${Buffer.from(context.random.bytes(6)).toString("hex")}`;
	const parent = context.programEnvironment["TMPDIR"] ?? "/tmp";
	const root = join(parent.length > LONGEST_FOLDER ? "/tmp" : parent, name);
	await writeSandboxNote(context.workDir, name, {
		folder: root,
		pids: []
	});
	undo.defer(() => removeSandboxNote(context.workDir, name));
	await mkdir(root, { mode: user === void 0 ? 448 : 457 });
	undo.defer(() => rm(root, {
		recursive: true,
		force: true
	}));
	for (const below of ["home", "files"]) {
		await mkdir(join(root, below), { mode: 448 });
		if (user !== void 0) await chown(join(root, below), user.uid, user.gid);
	}
	return root;
}
/** Adds a process to what sweep must end. */
function noter(root, context) {
	const pids = [];
	return (pid) => {
		pids.push(pid);
		return writeSandboxNote(context.workDir, basename(root), {
			folder: root,
			pids
		});
	};
}
function programs(space, options) {
	return {
		run: (command) => runProgram(space.enter(command), options).catch(named(command)),
		stream: async (command) => {
			const { stdout, finished } = startProgram(space.enter(command), options);
			const end = finished.catch(named(command));
			end.catch(() => void 0);
			return {
				stdout,
				finished: end
			};
		},
		pipe: (command, output, given) => pipeProgram(space.enter(command), output, {
			...options,
			...given
		}).catch(named(command))
	};
}
/** Says the program's own name where the wrapper's would be said. */
function named(command) {
	return (error) => {
		if (!isLifeboatError(error, "program-failed")) throw error;
		const absent = error.why?.startsWith("setpriv: failed to execute") === true;
		throw new LifeboatError({
			code: absent ? "program-absent" : "program-failed",
			what: absent ? `${command.program} was not found` : error.what.replace("nsenter", basename(command.program)),
			...error.why === void 0 ? {} : { why: error.why },
			cause: error
		});
	};
}
function files(folder, user) {
	return {
		writeFile: async (name, content) => {
			const path = join(folder, name);
			try {
				await writePrivateFile(path, content);
				if (user !== void 0) await lchown(path, user.uid, user.gid);
			} catch (error) {
				await rm(path, { force: true });
				throw error;
			}
			return path;
		},
		removeFile: (path) => rm(path, { force: true })
	};
}
export { processMachine };
